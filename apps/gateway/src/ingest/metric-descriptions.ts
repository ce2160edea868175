import type { MetricMetadata } from "@triops/telemetry/remote-write/sink";
import { TwoGenerations } from "./two-generations.ts";

/**
 * What remote_write 1.0 senders say about their metrics, apart from the series and about once a minute. It is stored
 * with the series' rows, so that those are stored again soon after something new was said.
 */
export type MetricDescriptions = {
  say(workspaceId: string, family: string, metadata: MetricMetadata, nowSeconds: number): void;
  of(workspaceId: string, family: string): MetricMetadata | undefined;
  /** Series rows from before this time lack something that was said, seconds since the epoch. */
  newsSeconds(workspaceId: string, nowSeconds: number): number;
};

const familiesMax = 30_000;
/** A sender spreads its metrics over several requests: wait until they are through. */
const settleSeconds = 5;
/** At most so often, and otherwise when rows are stored again anyway. */
const newsEverySeconds = 60;

export function createMetricDescriptions(): MetricDescriptions {
  const known = new TwoGenerations<MetricMetadata>(familiesMax);
  const news = new TwoGenerations<{ dueSeconds: number; lastSeconds: number }>(familiesMax);
  return {
    say(workspaceId, family, metadata, nowSeconds) {
      const key = `${workspaceId}${family}`;
      const before = known.get(key);
      known.set(key, metadata);
      if (before && isEqual(before, metadata)) return;
      const last = news.get(workspaceId);
      if (last && last.dueSeconds > nowSeconds) return;
      const dueSeconds = Math.max(nowSeconds + settleSeconds, (last?.dueSeconds ?? 0) + newsEverySeconds);
      news.set(workspaceId, { dueSeconds, lastSeconds: last?.dueSeconds ?? 0 });
    },
    of: (workspaceId, family) => known.get(`${workspaceId}${family}`),
    newsSeconds(workspaceId, nowSeconds) {
      const last = news.get(workspaceId);
      if (!last) return 0;
      return last.dueSeconds <= nowSeconds ? last.dueSeconds : last.lastSeconds;
    },
  };
}

const isEqual = (a: MetricMetadata, b: MetricMetadata) =>
  a.kind === b.kind && a.unit === b.unit && a.description === b.description;
