import { newId } from "@triops/kernel/ids";
import { defineIntake } from "../intake/index.ts";
import { publishLive } from "../live.ts";
import { scored } from "./rules.ts";
import { takenScores } from "./schemas.ts";

const verb = "scores.take";

/** Keeps what SDKs say; of several with one id the last holds. */
export const takeScores = defineIntake("scores", verb, takenScores, async (work, taken) => {
  const { db, context } = work;
  const { workspaceId } = context;
  const latest = new Map(
    taken.flatMap(({ source, body }) =>
      body.map((score) => [score.externalId, { ...score, authorId: source }] as const),
    ),
  );
  const ids: string[] = [];
  for (const { value, kind, at, externalId, ...rest } of latest.values()) {
    const facts = { ...rest, ...scored(value, kind), at: new Date(at), source: "sdk", authorName: "SDK" };
    const id = newId();
    const row = await db.score.upsert({
      where: { workspaceId_externalId: { workspaceId, externalId } },
      create: { id, workspaceId, externalId, ...facts },
      update: facts,
      select: { id: true },
    });
    ids.push(row.id);
  }
  const entries = ids.map((id) => ({ subject: { type: "score", id } }));
  if (entries.length > 0)
    work.afterCommit(async () => publishLive(work.runtime, work.context, verb, entries));
});
