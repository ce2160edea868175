import { newId } from "@triops/kernel/ids";
import { defineIntake } from "../intake/index.ts";
import { publishLive } from "../live.ts";
import { scored } from "./rules.ts";
import { takenScores } from "./schemas.ts";

const verb = "scores.take";

/** So long after it came a score's answer may still be on its way. */
const soughtMs = 24 * 3_600_000;

/**
 * Keeps what SDKs say; of several with one id the last holds. Of those that name an answer, trace and span are what
 * `locate` finds: sent again they keep them.
 */
export const takeScores = defineIntake("scores", verb, takenScores, async (work, taken) => {
  const { db, context } = work;
  const { workspaceId } = context;
  const latest = new Map(
    taken.flatMap(({ source, receivedAt, body }) =>
      body.map((score) => [score.externalId, { ...score, authorId: source, receivedAt }] as const),
    ),
  );
  const ids: string[] = [];
  for (const { value, kind, at, externalId, traceId, spanId, receivedAt, ...rest } of latest.values()) {
    const said = { ...rest, ...scored(value, kind), at: new Date(at), source: "sdk", authorName: "SDK" };
    const about = { traceId, spanId };
    const isSought = rest.responseId !== "";
    const soughtUntil = isSought ? new Date(receivedAt.getTime() + soughtMs) : null;
    const id = newId();
    const row = await db.score.upsert({
      where: { workspaceId_externalId: { workspaceId, externalId } },
      create: { id, workspaceId, externalId, ...said, ...about, soughtUntil },
      update: isSought ? said : { ...said, ...about },
      select: { id: true },
    });
    ids.push(row.id);
  }
  const entries = ids.map((id) => ({ subject: { type: "score", id } }));
  if (entries.length > 0)
    work.afterCommit(async () => publishLive(work.runtime, work.context, verb, entries));
});
