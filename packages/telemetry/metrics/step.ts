/** Steps people read easily, in seconds. All from a minute up are whole minutes, from an hour up whole hours. */
const niceSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400, 172_800,
  604_800,
];

/** What a chart about 1,200 pixels wide can show. */
const bucketsWanted = 300;
export const bucketsMax = 1_000;

/** Rollups pay off when they skip many samples; below this range raw data is as fast and has no delay. */
const rollupRangeMsMin = 3 * 3_600_000;
/** Percentiles of samples need the samples; beyond a day they are percentiles of one-minute means. */
const rawPercentileRangeMsMax = 24 * 3_600_000;

export type Source = "raw" | "1m" | "1h";

/**
 * The step for a range: about 300 buckets, but never finer than the samples come, so that a series sent every
 * minute is a line and not a row of dots.
 */
export function chooseStepMs(rangeMs: number, sampleIntervalMs: number): number {
  const wanted = Math.max(rangeMs / bucketsWanted, sampleIntervalMs) / 1_000;
  return (
    (niceSteps.find((seconds) => seconds >= wanted * 0.98) ?? Math.ceil(wanted / 604_800) * 604_800) * 1_000
  );
}

export function chooseSource(stepMs: number, rangeMs: number, isPercentile: boolean): Source {
  if (stepMs % 60_000 !== 0 || rangeMs < rollupRangeMsMin) return "raw";
  if (isPercentile && rangeMs <= rawPercentileRangeMsMax) return "raw";
  return stepMs % 3_600_000 === 0 ? "1h" : "1m";
}

/** Grid of bucket starts that covers [from, to), aligned to the epoch so that two charts share their buckets. */
export function gridTimes(fromMs: number, toMs: number, stepMs: number): number[] {
  const first = Math.floor(fromMs / stepMs) * stepMs;
  const times: number[] = [];
  for (let time = first; time < toMs; time += stepMs) times.push(time);
  return times;
}
