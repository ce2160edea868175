import { promptVersionsOfTraces } from "@triops/telemetry/llm/prompt-usage";
import type { Reading } from "../verb.ts";
import type { Quality } from "./usage-schemas.ts";

type Question = { workspaceId: string; window: { from: Date; to: Date }; name: string };

/** Scores that are looked at, the newest of the time, whatever they are about. */
const scoresMax = 2_000;
/** Their traces are asked for by id, in the address of one request. */
const tracesMax = 1_000;
/** Scores may come after their trace. */
const lateMs = 86_400_000;

/** What people and evaluators said of the traces of a prompt's versions, by score name. */
export async function qualityOf(
  { db, runtime }: Reading,
  { workspaceId, window, name }: Question,
): Promise<Map<number, Quality[]>> {
  const scores = await db.score.findMany({
    where: { traceId: { not: "" }, at: { gte: window.from, lte: new Date(window.to.getTime() + lateMs) } },
    select: { traceId: true, name: true, number: true },
    orderBy: { at: "desc" },
    take: scoresMax,
  });
  const traceIds = [...new Set(scores.map(({ traceId }) => traceId))].slice(0, tracesMax);
  const versions = await promptVersionsOfTraces(runtime.telemetry, { workspaceId, window, name, traceIds });
  const sums = new Map<
    string,
    { version: number; name: string; count: number; sum: number; numbers: number }
  >();
  for (const score of scores) {
    const version = versions.get(score.traceId);
    if (version === undefined) continue;
    const key = `${version} ${score.name}`;
    const known = sums.get(key) ?? { version, name: score.name, count: 0, sum: 0, numbers: 0 };
    known.count++;
    known.sum += score.number ?? 0;
    if (score.number !== null) known.numbers++;
    sums.set(key, known);
  }
  const quality = new Map<number, Quality[]>();
  for (const { version, name: of, count, sum, numbers } of sums.values()) {
    const mean = numbers === 0 ? null : sum / numbers;
    quality.set(version, [...(quality.get(version) ?? []), { name: of, count, mean }]);
  }
  return quality;
}
