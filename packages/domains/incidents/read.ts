import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { incident, incidentPage, listInput, timelineInput, timelinePage } from "./schemas.ts";
import { requireIncident } from "./store.ts";

export const list = defineQuery({
  name: "incidents.list",
  permission: "incidents:read",
  input: listInput,
  output: incidentPage,
  run: async ({ db }, { state, severity, assigneeId, search, from, to, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const rows = await db.incident.findMany({
      ...query,
      where: {
        ...where,
        ...(state === "active" ? { state: { in: ["open", "acknowledged"] } } : state ? { state } : {}),
        ...(severity ? { severity } : {}),
        ...(assigneeId ? { assigneeId } : {}),
        ...(search ? { title: { contains: search, mode: "insensitive" as const } } : {}),
        ...(from || to ? { openedAt: { ...(from && { gte: from }), ...(to && { lt: to }) } } : {}),
      },
    });
    return pageResult(rows, page, (row) => row);
  },
});

export const get = defineQuery({
  name: "incidents.get",
  permission: "incidents:read",
  input: idInput,
  output: incident,
  run: ({ db }, { id }) => requireIncident(db, id),
});

/** The timeline, newest first. */
export const timeline = defineQuery({
  name: "incidents.timeline",
  permission: "incidents:read",
  input: timelineInput,
  output: timelinePage,
  run: async ({ db }, { id, ...page }) => {
    await requireIncident(db, id);
    const { where, ...query } = pageQuery(page);
    const rows = await db.incidentEntry.findMany({ ...query, where: { ...where, incidentId: id } });
    return pageResult(rows, page, (row) => row);
  },
});
