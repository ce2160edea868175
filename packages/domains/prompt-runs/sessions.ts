import { conflict, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery, defineVerb } from "../verb.ts";
import {
  createSessionInput,
  listSessionsInput,
  session,
  sessionPage,
  sessionSummary,
  updateSessionInput,
} from "./schemas.ts";
import { auditSession, requireSession } from "./store.ts";

const subjectOf = (id: string) => ({ type: "playground-session", id });

/** Newest first. */
export const listSessions = defineQuery({
  name: "prompt-runs.list-sessions",
  permission: "prompt-runs:read",
  input: listSessionsInput,
  output: sessionPage,
  run: async ({ db }, { search, ...page }) => {
    const { where, ...query } = pageQuery(page);
    const named = search ? { name: { contains: search, mode: "insensitive" as const } } : {};
    const rows = await db.playgroundSession.findMany({
      ...query,
      where: { ...where, ...named },
      omit: { content: true },
    });
    return pageResult(rows, page, (row) => row);
  },
});

export const getSession = defineQuery({
  name: "prompt-runs.get-session",
  permission: "prompt-runs:read",
  input: idInput,
  output: session,
  run: ({ db }, { id }) => requireSession(db, id),
});

export const createSession = defineVerb({
  name: "prompt-runs.create-session",
  permission: "prompt-runs:write",
  input: createSessionInput,
  output: session,
  run: async (work, { name, content }) => {
    const { workspaceId, actor } = work.context;
    const row = await work.db.playgroundSession.create({
      data: {
        id: newId(),
        workspaceId,
        name,
        content: content as object,
        createdById: actor.id,
        createdByName: actor.name,
      },
    });
    work.audit({ subject: subjectOf(row.id), after: auditSession(row) });
    return row;
  },
});

/** Saves or renames. @throws conflict when somebody else saved since the given revision */
export const updateSession = defineVerb({
  name: "prompt-runs.update-session",
  permission: "prompt-runs:write",
  input: updateSessionInput,
  output: session,
  run: async (work, { id, name, content, revision }) => {
    const before = await requireSession(work.db, id);
    const [after] = await work.db.playgroundSession.updateManyAndReturn({
      where: { id, revision: revision ?? before.revision },
      data: {
        ...(name === undefined ? {} : { name }),
        ...(content === undefined ? {} : { content: content as object }),
        revision: { increment: 1 },
      },
    });
    if (!after)
      throw conflict("Somebody else saved this session meanwhile; reload it, or keep yours as a new one");
    work.audit({ subject: subjectOf(id), before: auditSession(before), after: auditSession(after) });
    return after;
  },
});

/** Its runs stay. */
export const removeSession = defineVerb({
  name: "prompt-runs.remove-session",
  permission: "prompt-runs:write",
  input: idInput,
  output: sessionSummary,
  run: async (work, { id }) => {
    const before = await requireSession(work.db, id);
    const { count } = await work.db.playgroundSession.deleteMany({ where: { id } });
    if (count === 0) throw notFound("playground session");
    await work.db.promptRun.updateMany({ where: { sessionId: id }, data: { sessionId: null } });
    work.audit({ subject: subjectOf(id), before: auditSession(before), after: null });
    return before;
  },
});
