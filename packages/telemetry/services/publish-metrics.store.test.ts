import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClickHouseStorage } from "../promql/clickhouse/storage.ts";
import { instantQuery } from "../promql/engine.ts";
import { publishMetrics } from "./publish-metrics.ts";
import { rollUpSpans } from "./roll-up.ts";
import { nextSpanId, nextTraceId, putSpans, type TestSpan } from "./testing.ts";

const minuteMs = 60_000;
const base = Math.floor(Date.now() / minuteMs) * minuteMs - 120 * minuteMs;
const workspaceId = "01890000-0000-7000-8000-0000000000b1";

let store: TestTelemetry;
const announced = new Map<string, number>();
beforeAll(async () => {
  store = await createTestTelemetry();
});
afterAll(() => store.drop());

const at = (minutes: number) => new Date(base + minutes * minuteMs);
const put = (minutes: number, spans: readonly TestSpan[]) =>
  putSpans(store.telemetry, workspaceId, spans, { receivedAt: at(minutes) });
async function run(minutes: number) {
  await rollUpSpans(store.telemetry, { now: at(minutes) });
  await publishMetrics(store.telemetry, { now: at(minutes), announced });
}
async function ask(query: string, minutes: number): Promise<Record<string, number>> {
  const storage = createClickHouseStorage(store.telemetry, workspaceId);
  const answer = await instantQuery(
    storage,
    { query, timeMs: at(minutes).getTime() },
    { signal: AbortSignal.timeout(10_000), timeoutMs: 10_000, samplesMax: 1_000_000, experimental: false },
  );
  if (answer.type !== "vector") throw new Error(answer.type);
  return Object.fromEntries(
    answer.series.map(({ labels, values }) => [
      labels.map(([name, text]) => `${name}=${text}`).join(","),
      values[0] ?? Number.NaN,
    ]),
  );
}

describe("publishMetrics", () => {
  it("writes counters whose increase is the number of requests, late and resent ones included", async () => {
    const spans = (minute: number, count: number, more: Partial<TestSpan> = {}): TestSpan[] =>
      Array.from({ length: count }, (_, i) => ({
        time: new Date(at(minute).getTime() + i * 100),
        durationMs: 40,
        ...more,
      }));
    const first = spans(0, 6).map((span) => ({ ...span, traceId: nextTraceId(), spanId: nextSpanId() }));
    await put(0.5, first);
    await run(0.9);
    await run(1.1);
    await put(1.5, spans(1, 12, { status: "error" }));
    await run(2.1);
    await run(2.2);
    // A minute without requests, then one with; and a span that comes four minutes late, one that comes twice.
    await put(3.2, spans(3, 6));
    await run(4.2);
    await put(5, [...spans(1, 1, { name: "late" }), ...spans(1, 1, { durationMs: 400 })]);
    await put(5, first.slice(0, 3));
    await run(5.3);
    await run(6.1);
    const all = 'sum by (service) (increase(service_requests_total{service="shop"}[7m]))';
    const values = Object.values(await ask("sum(service_requests_total)", 6));
    expect(values).toEqual([6 + 12 + 6 + 2]);
    expect(Object.keys(await ask(all, 6))).toEqual(["service=shop"]);
    const perMinute = await ask("sum(idelta(service_requests_total{operation='GET /'}[2m:1m]))", 4);
    expect(Object.values(perMinute)).toEqual([6]);
    expect(Object.values(await ask("sum(service_errors_total)", 6))).toEqual([12]);
  });

  it("writes a histogram that gives quantiles, and repeats nothing when run again", async () => {
    const query = "histogram_quantile(0.5, sum by (le) (service_duration_seconds_bucket))";
    const before = await ask(query, 6);
    expect(Object.values(before)[0]).toBeGreaterThan(0.025);
    expect(Object.values(before)[0]).toBeLessThanOrEqual(0.05);
    await run(6.2);
    expect(await ask(query, 6)).toEqual(before);
  });

  it("goes on for an hour after the last request, at the same value", async () => {
    await run(30);
    expect(Object.values(await ask("sum(service_requests_total)", 30))).toEqual([26]);
    expect(Object.values(await ask("sum(rate(service_requests_total[5m]))", 30))).toEqual([0]);
  });
});
