import { spendSinceKey } from "@triops/domains/virtual-keys/spend-keys";
import { redisPrefix } from "@triops/kernel/redis";
import { type Scripts, scriptOf } from "../limits/redis-scripts.ts";
import { settleScript } from "../limits/scripts.ts";
import { sumsOf } from "../limits/settlement.ts";
import type { Segment } from "./segment.ts";

const script = scriptOf(settleScript);
/** A segment that comes back later than this, ms, from a gateway that was away so long would be settled again. */
const markLifeMs = 14 * 86_400_000;
const marksPerTrip = 200;

export const markOf = (segment: Segment): string => `${redisPrefix}:llm:settled:${segment.name}`;

/**
 * Adds what a segment's calls spent to the counters and gives their holds back: each group once, whoever tries and how
 * often, because the mark of the segment moves in the same step.
 * @param gone marks of files that are no more; they go along, and are taken off the list
 * @throws Error when Redis is away
 */
export async function settleSegment(
  scripts: Scripts,
  segment: Segment,
  nowMs: number,
  gone: string[] = [],
): Promise<void> {
  while (segment.unsettled.length > 0) {
    const groups = [...segment.unsettled];
    const last = groups.at(-1)?.group ?? segment.settled;
    const sums = sumsOf(groups.flatMap(({ calls }) => calls.map((call) => call.settlement)));
    const marks = gone.slice(0, marksPerTrip);
    const answer = await scripts.run(
      script,
      [markOf(segment), spendSinceKey],
      [
        nowMs,
        segment.settled,
        last,
        markLifeMs,
        Math.floor(sums.firstEndedMs),
        JSON.stringify({ ...sums, marks }),
      ],
    );
    const settled = Number(answer);
    if (!Number.isSafeInteger(settled)) throw new Error("Redis answered something else than a mark");
    if (settled === last) gone.splice(0, marks.length);
    if (settled === segment.settled) throw new Error("The mark of a segment does not move");
    segment.settled = settled;
    segment.unsettled = segment.unsettled.filter(({ group }) => group > settled);
  }
}
