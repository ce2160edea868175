import { invalid } from "@triops/kernel/errors";
import { type ServiceHealth, serviceHealth } from "@triops/telemetry/services/health";
import { rangeMsMax, windowOf } from "../query-text.ts";
import type { Reading } from "../verb.ts";
import { errorRatioOf, stateOf, worst } from "./rules.ts";
import type { Health } from "./schemas.ts";
import { type OpenAlerts, openAlerts } from "./store.ts";

export type Range = { from?: string | undefined; to?: string | undefined };

/** @throws invalid for a range that ends before it starts or is longer than any retention */
export function scopeOf({ context }: Reading, range: Range) {
  const window = windowOf(range, context.now);
  const spanMs = window.to.getTime() - window.from.getTime();
  if (spanMs <= 0) throw invalid("The end of the range must come after its start");
  if (spanMs > rangeMsMax) throw invalid("A range covers at most 400 days");
  return { workspaceId: context.workspaceId, window, seconds: spanMs / 1_000 };
}

const nothing = { requests: 0, errors: 0, p50Ms: null, p95Ms: null, p99Ms: null, trend: [], errorTrend: [] };

function healthOf(found: ServiceHealth | undefined, alerts: OpenAlerts | undefined, seconds: number): Health {
  const { service: _, ...red } = found ?? { ...nothing, service: "" };
  const worstSeverity = worst(alerts?.severities ?? []);
  return {
    ...red,
    state: stateOf({ ...red, worstSeverity }),
    requestsPerSecond: red.requests / seconds,
    errorRatio: errorRatioOf(red),
    openAlerts: alerts?.count ?? 0,
    worstSeverity,
  };
}

/** Health of the named services in the range, in whatever order it is asked for. @throws unavailable */
export async function readHealth(
  reading: Reading,
  range: Range,
  services?: readonly string[],
): Promise<(name: string) => Health> {
  const { seconds, ...scope } = scopeOf(reading, range);
  const [found, alerts] = await Promise.all([
    serviceHealth(reading.runtime.telemetry, { ...scope, ...(services ? { services } : {}) }),
    openAlerts(reading.db),
  ]);
  const byName = new Map(found.map((row) => [row.service, row]));
  return (name) => healthOf(byName.get(name), alerts.get(name), seconds);
}
