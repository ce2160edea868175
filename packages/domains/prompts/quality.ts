import {
  type PromptGrid,
  promptCallsOfTraces,
  promptGrid,
  seriesVersionsMax,
} from "@triops/telemetry/llm/prompt-usage";
import type { Reading } from "../verb.ts";
import { type QualityTally, qualitySeries, qualityTotals, tallyScores } from "./fold-quality.ts";
import type { Quality, QualitySeries } from "./usage-schemas.ts";

type Question = { workspaceId: string; window: { from: Date; to: Date }; name: string };

/** Scores of the workspace that are looked at, the newest of the time, whatever they are about. */
const scoresMax = 20_000;
/** Their traces are asked for by id, in the address of one request. */
const scoresPerPage = 4_000;
/** Scores may come after what they are about. */
const lateMs = 7 * 86_400_000;

export type PromptQuality = {
  totals: Map<number, Quality[]>;
  grid: PromptGrid;
  series: QualitySeries[];
  /** Scores before this were not looked at: there are too many. Null when all were. */
  since: Date | null;
};

/** What people and evaluators said of what a prompt's versions answered, by score name, in all and over time. */
export async function qualityOf(
  { db, runtime }: Reading,
  { workspaceId, window, name }: Question,
): Promise<PromptQuality> {
  const grid = promptGrid(window);
  const tally: QualityTally = new Map();
  let since: Date | null = null;
  let before: { at: Date; id: string } | null = null;
  for (let looked = 0; ; ) {
    const page: {
      id: string;
      at: Date;
      traceId: string;
      spanId: string;
      name: string;
      number: number | null;
    }[] = await db.score.findMany({
      where: {
        traceId: { not: "" },
        at: { gte: window.from, lte: before?.at ?? new Date(window.to.getTime() + lateMs) },
        ...(before === null ? {} : { OR: [{ at: { lt: before.at } }, { id: { lt: before.id } }] }),
      },
      select: { id: true, at: true, traceId: true, spanId: true, name: true, number: true },
      orderBy: [{ at: "desc" }, { id: "desc" }],
      take: scoresPerPage,
    });
    const traceIds = [...new Set(page.map(({ traceId }) => traceId))];
    const spanIds = [...new Set(page.flatMap(({ spanId }) => (spanId === "" ? [] : [spanId])))];
    const question = { workspaceId, window, name, traceIds, spanIds };
    tallyScores(tally, page, await promptCallsOfTraces(runtime.telemetry, question), grid.stepMs);
    looked += page.length;
    const last = page.at(-1);
    if (!last || page.length < scoresPerPage) break;
    before = last;
    if (looked >= scoresMax) {
      since = last.at;
      break;
    }
  }
  return { totals: qualityTotals(tally), grid, series: qualitySeries(tally, grid, seriesVersionsMax), since };
}
