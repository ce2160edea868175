/** Cumulative count of observations up to and including `le`. */
export type Bucket = { le: number; count: number };

/** Two counts this near, relative to their sum, differ by rounding only. */
const tolerance = 1e-12;

type Prepared = { buckets: Bucket[]; forced: boolean };

/** Sorted, equal bounds added up, counts that fall raised; undefined when the +Inf bucket is missing. */
function prepared(given: readonly Bucket[]): Prepared | undefined {
  const sorted = given.map((bucket) => ({ ...bucket })).sort((a, b) => a.le - b.le);
  if (sorted.at(-1)?.le !== Infinity) return undefined;
  const buckets: Bucket[] = [];
  for (const bucket of sorted) {
    const last = buckets.at(-1);
    if (last && last.le === bucket.le) last.count += bucket.count;
    else buckets.push(bucket);
  }
  let forced = false;
  let before = buckets[0]?.count ?? 0;
  for (const bucket of buckets.slice(1)) {
    if (nearlyEqual(before, bucket.count)) bucket.count = before;
    else if (bucket.count < before) {
      bucket.count = before;
      forced = true;
    } else before = bucket.count;
  }
  return { buckets, forced };
}

function nearlyEqual(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  return Math.abs(a - b) / Math.min(Math.abs(a) + Math.abs(b), Number.MAX_VALUE) < tolerance;
}

/** `forced`: counts fell from one bucket to the next and were raised. */
export function bucketQuantile(q: number, given: readonly Bucket[]): { value: number; forced: boolean } {
  const plain = (value: number) => ({ value, forced: false });
  if (Number.isNaN(q)) return plain(Number.NaN);
  if (q < 0) return plain(-Infinity);
  if (q > 1) return plain(Infinity);
  const ready = prepared(given);
  if (!ready) return plain(Number.NaN);
  const { buckets, forced } = ready;
  const observations = buckets.at(-1)?.count ?? 0;
  if (buckets.length < 2 || observations === 0 || Number.isNaN(observations))
    return { value: Number.NaN, forced };
  const rank = q * observations;
  const found = buckets.findIndex((bucket, index) => index === buckets.length - 1 || bucket.count >= rank);
  const bucket = buckets[found] as Bucket;
  const below = buckets[found - 1];
  if (found === buckets.length - 1) return { value: below?.le ?? Number.NaN, forced };
  if (!below && bucket.le <= 0) return { value: bucket.le, forced };
  const start = below?.le ?? 0;
  const inside = bucket.count - (below?.count ?? 0);
  return { value: start + ((bucket.le - start) * (rank - (below?.count ?? 0))) / inside, forced };
}

/** Estimated share of observations between two values, linear within a bucket. */
export function bucketFraction(lower: number, upper: number, given: readonly Bucket[]): number {
  const buckets = prepared(given)?.buckets;
  const count = buckets?.at(-1)?.count ?? 0;
  if (!buckets || count === 0 || Number.isNaN(lower) || Number.isNaN(upper)) return Number.NaN;
  if (lower >= upper) return 0;
  return (rankOf(buckets, upper) - rankOf(buckets, lower)) / count;
}

/** Observations up to `value`. The lowest bucket starts at zero when it ends above, and has no width otherwise. */
function rankOf(buckets: readonly Bucket[], value: number): number {
  let below = 0;
  let start = (buckets[0]?.le ?? 0) > 0 ? 0 : -Infinity;
  for (const { le, count } of buckets) {
    if (value <= start) return below;
    if (value < le) {
      // A bucket without a beginning or an end cannot be divided.
      if (start === -Infinity) return count;
      if (le === Infinity) return below;
      return below + ((count - below) * (value - start)) / (le - start);
    }
    below = count;
    start = le;
  }
  return below;
}
