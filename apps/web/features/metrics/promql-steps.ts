/** Widths of a bucket that read well, seconds. Each divides a day, so that buckets fall on the clock's marks. */
const widthsSeconds = [
  1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400, 21_600, 43_200,
  86_400,
];
/** Samples hardly ever come more often: evaluating oftener finds nothing new. */
const innerSecondsMin = 15;
/** Evaluations inside one bucket, for its extremes: more would cost more than it shows. */
const innerMax = 5;

/** Between two samples a query repeats the older one: narrower buckets would draw stairs. Short ranges may. */
const scrapedSeconds = 10;
const pointsMin = 100;

/** The narrowest bucket with at most `pointsMax` of them in the range. Seconds. */
export function bucketSeconds(fromMs: number, toMs: number, pointsMax: number): number {
  const lengthSeconds = (toMs - fromMs) / 1_000;
  const least = Math.max(
    lengthSeconds / Math.max(1, pointsMax),
    Math.min(scrapedSeconds, lengthSeconds / pointsMin),
  );
  const found = widthsSeconds.find((width) => width >= least);
  return found ?? Math.ceil(least / 86_400) * 86_400;
}

/** How often a query is evaluated inside a bucket so that its extremes are found. Seconds; divides the bucket. */
export function innerSeconds(bucket: number): number {
  for (let parts = innerMax; parts > 1; parts--) {
    const inner = bucket / parts;
    if (Number.isInteger(inner) && inner >= innerSecondsMin) return inner;
  }
  return bucket;
}

/** The range moved outwards onto whole buckets: while it moves with the clock, its buckets stay the same. */
export function onBuckets(fromMs: number, toMs: number, bucket: number): { fromMs: number; toMs: number } {
  const bucketMs = bucket * 1_000;
  return { fromMs: Math.floor(fromMs / bucketMs) * bucketMs, toMs: Math.ceil(toMs / bucketMs) * bucketMs };
}
