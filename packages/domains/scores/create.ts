import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import { scored } from "./rules.ts";
import { createInput, score } from "./schemas.ts";
import { auditScore } from "./store.ts";

/** Says what is thought of a trace, a span or a session. With an id of the caller's it replaces what that said before. */
export const create = defineVerb({
  name: "scores.create",
  permission: "scores:write",
  input: createInput,
  output: score,
  run: async (work, { value, kind, at, externalId, traceId = "", spanId = "", session = "", ...rest }) => {
    const { db, context } = work;
    const { actor, workspaceId, now } = context;
    const id = newId();
    const facts = {
      ...rest,
      ...scored(value, kind),
      traceId,
      spanId,
      session,
      at: at === undefined ? now : new Date(at),
      source: actor.kind === "member" ? "person" : "api",
      authorId: actor.id,
      authorName: actor.name,
    };
    const key = { workspaceId, externalId: externalId ?? id };
    const before = externalId === undefined ? null : await db.score.findFirst({ where: { externalId } });
    const row = await db.score.upsert({
      where: { workspaceId_externalId: key },
      create: { id, ...key, ...facts },
      update: facts,
    });
    work.audit({
      subject: { type: "score", id: row.id },
      ...(before ? { before: auditScore(before) } : {}),
      after: auditScore(row),
    });
    return row;
  },
});
