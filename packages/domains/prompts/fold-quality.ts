import type { PromptGrid, ScoredCall } from "@triops/telemetry/llm/prompt-usage";
import type { Quality, QualityLine, QualitySeries } from "./usage-schemas.ts";

export type GivenScore = { traceId: string; spanId: string; name: string; number: number | null };

/** Charts of scores; the rest is in the totals. */
export const namesMax = 12;

type Sum = { count: number; sum: number; numbers: number };
const none = (): Sum => ({ count: 0, sum: 0, numbers: 0 });
const add = (to: Sum, value: number | null): void => {
  to.count++;
  to.sum += value ?? 0;
  if (value !== null) to.numbers++;
};
const meanOf = ({ sum, numbers }: Sum): number | null => (numbers === 0 ? null : sum / numbers);

type Tally = { version: number; name: string; all: Sum; steps: Map<number, Sum> };

/** Sums scores per version and name as they are read, page by page. */
export type QualityTally = Map<string, Tally>;

/**
 * Puts scores beside the calls they are about: of the span that was scored, else of the trace. They count where the call
 * was made, not where somebody came to judge it, so that quality stands above the cost of the same calls.
 */
export function tallyScores(
  tally: QualityTally,
  scores: readonly GivenScore[],
  calls: readonly ScoredCall[],
  stepMs: number,
): void {
  const spans = new Map<string, ScoredCall>();
  const traces = new Map<string, ScoredCall>();
  for (const call of calls) {
    if (call.spanId !== "") spans.set(`${call.traceId} ${call.spanId}`, call);
    const known = traces.get(call.traceId);
    const newer = !known || call.version > known.version;
    const atMs = Math.min(call.atMs, known?.atMs ?? call.atMs);
    traces.set(call.traceId, { ...(newer ? call : known), atMs });
  }
  for (const { traceId, spanId, name, number } of scores) {
    const call = spans.get(`${traceId} ${spanId}`) ?? traces.get(traceId);
    if (!call) continue;
    const key = `${call.version} ${name}`;
    const known = tally.get(key) ?? { version: call.version, name, all: none(), steps: new Map() };
    tally.set(key, known);
    add(known.all, number);
    const at = Math.floor(call.atMs / stepMs) * stepMs;
    const step = known.steps.get(at) ?? none();
    known.steps.set(at, step);
    add(step, number);
  }
}

/** Per version: how often each score was given, and its mean. */
export function qualityTotals(tally: QualityTally): Map<number, Quality[]> {
  const totals = new Map<number, Quality[]>();
  for (const { version, name, all } of tally.values())
    totals.set(version, [...(totals.get(version) ?? []), { name, count: all.count, mean: meanOf(all) }]);
  for (const list of totals.values()) list.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  return totals;
}

/** Per score that is a number: its mean per version in each step of the grid, with how many it is the mean of. */
export function qualitySeries(
  tally: QualityTally,
  { times }: PromptGrid,
  versionsMax: number,
): QualitySeries[] {
  const byName = new Map<string, { count: number; versions: Tally[] }>();
  for (const one of tally.values()) {
    if (one.all.numbers === 0) continue;
    const known = byName.get(one.name) ?? { count: 0, versions: [] };
    known.count += one.all.numbers;
    known.versions.push(one);
    byName.set(one.name, known);
  }
  const busiest = [...byName].sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1));
  return busiest.slice(0, namesMax).map(([name, { versions }]) => ({
    name,
    versions: versions
      .toSorted((a, b) => b.all.numbers - a.all.numbers)
      .slice(0, versionsMax)
      .sort((a, b) => b.version - a.version)
      .map((one) => lineOf(one, times)),
  }));
}

function lineOf({ version, steps }: Tally, times: readonly number[]): QualityLine {
  const sums = times.map((time) => steps.get(time) ?? none());
  return { version, counts: sums.map(({ numbers }) => numbers), means: sums.map(meanOf) };
}
