import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { listInput, promptRunDetail, promptRunPage } from "./schemas.ts";
import { presentRun, requireRun } from "./store.ts";

/** Newest first, of the workspace, a session, a prompt or a version. */
export const list = defineQuery({
  name: "prompt-runs.list",
  permission: "prompt-runs:read",
  input: listInput,
  output: promptRunPage,
  run: async ({ db }, { sessionId, promptId, version, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const rows = await db.promptRun.findMany({
      ...query,
      where: {
        ...where,
        ...(sessionId ? { sessionId } : {}),
        ...(promptId ? { promptId } : {}),
        ...(version ? { promptVersion: version } : {}),
      },
    });
    return pageResult(rows, page, presentRun);
  },
});

/** With everything that was asked. */
export const get = defineQuery({
  name: "prompt-runs.get",
  permission: "prompt-runs:read",
  input: idInput,
  output: promptRunDetail,
  run: async ({ db }, { id }) => presentRun(await requireRun(db, id)),
});
