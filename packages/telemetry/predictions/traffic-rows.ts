import type { PredictionRole } from "./prediction-row.ts";

export const trafficTable = "prediction_traffic";
/** Counts are kept per so many seconds. */
export const trafficBucketSeconds = 10;
/** Buckets of latency as in `services/durations.ts`: they grow by 2^(1/8). */
const perDoubling = 8;

/** Of whom counts are told apart. */
export type TrafficKey = {
  workspaceId: string;
  deployment: string;
  role: PredictionRole;
  variant: string;
  model: string;
  modelVersion: string;
};

export type Answered = { timeMs: number; latencyUs: number; failed: boolean; predictions: number };

type Counted = {
  row: Record<string, string | number>;
  requests: number;
  errors: number;
  predictions: number;
  latencyUs: number;
  latency: Map<number, number>;
};

/** Counts requests in memory until they are taken as rows of `prediction_traffic`. */
export type TrafficCounts = {
  add(key: TrafficKey, answered: Answered): void;
  /** Everything since the last time. */
  take(): Record<string, unknown>[];
};

export function createTrafficCounts(): TrafficCounts {
  let counts = new Map<string, Counted>();
  return {
    add(key, { timeMs, latencyUs, failed, predictions }) {
      const bucket = Math.floor(timeMs / 1_000 / trafficBucketSeconds) * trafficBucketSeconds;
      const name = `${bucket}|${key.workspaceId}|${key.variant}|${key.role}|${key.deployment}|${key.model}|${key.modelVersion}`;
      let counted = counts.get(name);
      if (!counted) {
        const { workspaceId, modelVersion, ...rest } = key;
        counted = {
          row: { workspace_id: workspaceId, model_version: modelVersion, bucket, ...rest },
          requests: 0,
          errors: 0,
          predictions: 0,
          latencyUs: 0,
          latency: new Map(),
        };
        counts.set(name, counted);
      }
      counted.requests++;
      if (failed) counted.errors++;
      counted.predictions += predictions;
      counted.latencyUs += Math.max(0, Math.round(latencyUs));
      const index = latencyBucket(latencyUs);
      counted.latency.set(index, (counted.latency.get(index) ?? 0) + 1);
    },
    take() {
      const taken = counts;
      counts = new Map();
      return [...taken.values()].map(({ row, latency, latencyUs, ...sums }) => {
        const indexes = [...latency.keys()].sort((a, b) => a - b);
        return {
          ...row,
          ...sums,
          latency_us: latencyUs,
          latency: [indexes, indexes.map((index) => latency.get(index) ?? 0)],
        };
      });
    },
  };
}

/** Bucket `i` holds (2^((i-1)/8), 2^(i/8)] nanoseconds. */
const latencyBucket = (latencyUs: number): number =>
  Math.ceil(Math.log2(Math.max(1, latencyUs * 1_000)) * perDoubling);

/** Upper limit of a bucket in milliseconds; its lower limit is that of the bucket before. */
export const bucketLimitMs = (index: number): number => 2 ** (index / perDoubling) / 1e6;
