import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { evidenceOf } from "./evidence.ts";
import { openStates } from "./rules.ts";
import {
  evidence as evidenceOutput,
  labelRequest,
  labelRequestPage,
  listInput,
  timelineInput,
  timelinePage,
} from "./schemas.ts";
import { checksOf, requireRequest } from "./store.ts";

export const list = defineQuery({
  name: "label-requests.list",
  permission: "label-requests:read",
  input: listInput,
  output: labelRequestPage,
  run: async ({ db }, { state, promptId, label, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const rows = await db.labelRequest.findMany({
      ...query,
      where: {
        ...where,
        ...(state ? { state: state === "open" ? { in: [...openStates] } : state } : {}),
        ...(promptId ? { promptId } : {}),
        ...(label ? { label } : {}),
      },
    });
    return pageResult(rows, page, (row) => ({ ...row, checks: checksOf(row) }));
  },
});

export const get = defineQuery({
  name: "label-requests.get",
  permission: "label-requests:read",
  input: idInput,
  output: labelRequest,
  run: async ({ db }, { id }) => {
    const row = await requireRequest(db, id);
    return { ...row, checks: checksOf(row) };
  },
});

/** Both versions with their figures in production: live while it is open, as they were once it is decided. */
export const evidence = defineQuery({
  name: "label-requests.evidence",
  permission: "label-requests:read",
  input: idInput,
  output: evidenceOutput,
  run: async (reading, { id }) => evidenceOf(reading, await requireRequest(reading.db, id)),
});

export const timeline = defineQuery({
  name: "label-requests.timeline",
  permission: "label-requests:read",
  input: timelineInput,
  output: timelinePage,
  run: async ({ db }, { id, ...page }) => {
    await requireRequest(db, id);
    const { where, ...query } = pageQuery(page);
    const rows = await db.labelRequestEntry.findMany({ ...query, where: { ...where, labelRequestId: id } });
    return pageResult(rows, page, (row) => row);
  },
});
