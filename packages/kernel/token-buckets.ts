/** Seconds of a limit that may come at once: senders gather and then send in bursts. */
const burstSeconds = 10;
/** Who was quiet this long starts with a full burst again, so nothing of them is kept. */
const forgetMs = 60_000;

type Bucket = { left: number; atMs: number };

/**
 * One bucket for each name: what is in it may be taken at once, and it fills evenly. Each process counts for itself, so
 * that nobody waits for a store.
 */
export type TokenBuckets = {
  /** What is left, at most ten seconds' worth; below or at zero there is nothing to take. */
  left(name: string, perSecond: number, nowMs: number): number;
  /** Takes it, also beyond what is left: the next one waits for that. */
  take(name: string, amount: number): void;
};

export function createTokenBuckets(): TokenBuckets {
  const buckets = new Map<string, Bucket>();
  let sweptMs = 0;
  return {
    left(name, perSecond, nowMs) {
      if (nowMs - sweptMs > forgetMs) {
        sweptMs = nowMs;
        for (const [id, bucket] of buckets) if (nowMs - bucket.atMs > forgetMs) buckets.delete(id);
      }
      const burst = perSecond * burstSeconds;
      let bucket = buckets.get(name);
      if (!bucket) {
        bucket = { left: burst, atMs: nowMs };
        buckets.set(name, bucket);
      }
      const seconds = Math.max(0, nowMs - bucket.atMs) / 1_000;
      bucket.left = Math.min(burst, bucket.left + seconds * perSecond);
      bucket.atMs = nowMs;
      return bucket.left;
    },
    take(name, amount) {
      const bucket = buckets.get(name);
      if (bucket) bucket.left -= amount;
    },
  };
}

/** Whole seconds until there is room, for `retry-after`. */
export const secondsUntil = (missing: number, perSecond: number): number =>
  Math.max(1, Math.ceil(missing / perSecond));
