import type { Run } from "@triops/domains/training/schemas";
import { numberOf } from "./figures.ts";
import { partsOf, type RunKey } from "./run-keys.ts";

/** What a chart places: a figure when it is one, a param that reads as a number too, else the text. */
export function placeOf(run: Run, key: RunKey): number | string | null {
  const parts = partsOf(key);
  if (!parts) return null;
  if (parts.kind === "metrics") {
    const latest = run.metrics[parts.name];
    const value = latest ? numberOf(latest.value) : Number.NaN;
    return Number.isFinite(value) ? value : null;
  }
  const text = run[parts.kind][parts.name];
  if (text === undefined) return null;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : text;
}

export const figureOf = (run: Run, key: RunKey): number | null => {
  const value = placeOf(run, key);
  return typeof value === "number" ? value : null;
};

/**
 * The keys worth an axis: params first, then metrics, only those that are not the same in all runs, most present
 * first. With nothing that differs, whatever there is.
 */
export function axisKeys(runs: readonly Run[], max: number): RunKey[] {
  const found = new Map<RunKey, { present: number; values: Set<number | string> }>();
  for (const run of runs) {
    const keys: RunKey[] = [
      ...Object.keys(run.params).map((name): RunKey => `params.${name}`),
      ...Object.keys(run.metrics).map((name): RunKey => `metrics.${name}`),
    ];
    for (const key of keys) {
      const value = placeOf(run, key);
      if (value === null) continue;
      const seen = found.get(key) ?? { present: 0, values: new Set() };
      seen.present++;
      seen.values.add(value);
      found.set(key, seen);
    }
  }
  const all = [...found].sort(
    ([a, one], [b, other]) => other.present - one.present || a.localeCompare(b, "en", { numeric: true }),
  );
  const differing = all.filter(([, { values }]) => values.size > 1);
  const keys = (differing.length > 0 ? differing : all).map(([key]) => key);
  const metrics = keys.filter((key) => key.startsWith("metrics."));
  const params = keys.filter((key) => key.startsWith("params."));
  // A metric is why one looks; the params stand before it and get the rest of the room.
  const shownMetrics = metrics.slice(0, Math.max(1, Math.floor(max / 3)));
  return [...params.slice(0, max - shownMetrics.length), ...shownMetrics].slice(0, max);
}

/** All keys that place at least one run, metrics first: for choosing what to draw. */
export function placeableKeys(runs: readonly Run[]): RunKey[] {
  const keys = new Set<RunKey>();
  for (const run of runs) {
    for (const name of Object.keys(run.metrics)) keys.add(`metrics.${name}`);
    for (const name of Object.keys(run.params)) {
      if (figureOf(run, `params.${name}`) !== null) keys.add(`params.${name}`);
    }
  }
  return [...keys].sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
}
