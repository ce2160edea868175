import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { limitsSeconds, quantileMs } from "./durations.ts";
import { latest, operationsMax } from "./minutes.ts";
import { rollUpSpans } from "./roll-up.ts";
import { nextSpanId, nextTraceId, putSpans, type TestSpan } from "./testing.ts";

const minuteMs = 60_000;
const base = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 5 * 3_600_000;
let lastWorkspace = 0;
const newWorkspace = () => `01890000-0000-7000-8000-${(++lastWorkspace).toString(16).padStart(12, "0")}`;

let store: TestTelemetry;
/** Spans come and are rolled up in an order of their own, apart from when they happened. */
let clock = Date.now();

beforeAll(async () => {
  store = await createTestTelemetry();
});
afterAll(() => store.drop());

const put = (workspaceId: string, spans: readonly TestSpan[]) =>
  putSpans(store.telemetry, workspaceId, spans, { receivedAt: new Date(clock) });
const roll = (afterMs = 15_000) => {
  clock += afterMs;
  return rollUpSpans(store.telemetry, { now: new Date(clock) });
};

async function rows(workspaceId: string, table = "service_minutes") {
  const found = await store.telemetry.administer({
    name: "test",
    sql: `SELECT toUnixTimestamp(bucket) AS at, service, operation, kind, is_entry AS isEntry, requests, errors,
        duration_ns AS ns, limit_counts AS limits, bucket_indexes AS indexes, bucket_counts AS counts
      ${latest(table, "workspace_id = {workspaceId:UUID}")} AND service != ''
      ORDER BY at, service, operation, kind, isEntry`,
    params: { workspaceId },
    row: z.object({
      at: z.coerce.number(),
      service: z.string(),
      operation: z.string(),
      kind: z.string(),
      isEntry: z.coerce.boolean(),
      requests: z.coerce.number(),
      errors: z.coerce.number(),
      ns: z.coerce.number(),
      limits: z.array(z.coerce.number()),
      indexes: z.array(z.coerce.number()),
      counts: z.array(z.coerce.number()),
    }),
  });
  return found;
}

/** The same sums, span by span, each id once. */
function bruteForce(spans: readonly TestSpan[], bucketMs = minuteMs) {
  const once = new Map(spans.map((span) => [`${span.traceId} ${span.spanId}`, span]));
  const sums = new Map<string, { requests: number; errors: number; ns: number; limits: number[] }>();
  for (const span of once.values()) {
    const at = (Math.floor(span.time.getTime() / bucketMs) * bucketMs) / 1_000;
    const isEntry = span.kind === "server" || span.kind === "consumer" || !span.parentSpanId;
    const key = [at, span.service, span.name, span.kind, isEntry].join("|");
    const sum = sums.get(key) ?? { requests: 0, errors: 0, ns: 0, limits: limitsSeconds.map(() => 0) };
    sum.requests++;
    if (span.status === "error") sum.errors++;
    sum.ns += Math.round((span.durationMs ?? 0) * 1e6);
    limitsSeconds.forEach((limit, index) => {
      if ((span.durationMs ?? 0) / 1_000 <= limit) sum.limits[index] = (sum.limits[index] ?? 0) + 1;
    });
    sums.set(key, sum);
  }
  return Object.fromEntries(sums);
}

const asSums = (found: Awaited<ReturnType<typeof rows>>) =>
  Object.fromEntries(
    found.map(({ at, service, operation, kind, isEntry, requests, errors, ns, limits }) => [
      [at, service, operation, kind, isEntry].join("|"),
      { requests, errors, ns, limits },
    ]),
  );

/** The same numbers in every run. */
function numbers(seed: number) {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

function manySpans(count: number, seed: number): TestSpan[] {
  const next = numbers(seed);
  const one = <T>(items: readonly T[]): T => items[Math.floor(next() * items.length)] as T;
  return Array.from({ length: count }, () => ({
    time: new Date(base + Math.floor(next() * 70 * minuteMs)),
    durationMs: Math.round(Math.exp(next() * 9) * 1_000) / 1_000,
    service: one(["shop", "payments", "mail"]),
    name: one(["GET /", "POST /orders", "SELECT"]),
    kind: one(["server", "client", "internal", "consumer"] as const),
    status: one(["ok", "unset", "error"] as const),
    parentSpanId: next() < 0.5 ? "" : "00000000000000aa",
    traceId: nextTraceId(),
    spanId: nextSpanId(),
  }));
}

describe("rollUpSpans", () => {
  it("equals a count span by span, with late, repeated and resent spans", async () => {
    const workspaceId = newWorkspace();
    const spans = manySpans(1_500, 7);
    const early = spans.slice(0, 900);
    await put(workspaceId, early);
    await roll();
    expect(asSums(await rows(workspaceId))).toEqual(bruteForce(early));
    // The same request again, then spans of minutes that were computed long ago, some of them twice.
    await put(workspaceId, early.slice(0, 200));
    await roll(60_000);
    await put(workspaceId, spans.slice(700));
    await roll();
    expect(asSums(await rows(workspaceId))).toEqual(bruteForce(spans));
    expect(asSums(await rows(workspaceId, "service_hours"))).toEqual(bruteForce(spans, 3_600_000));
  }, 120_000);

  it("counts what a run missed that ended half-way", async () => {
    const workspaceId = newWorkspace();
    const spans = manySpans(200, 11);
    await put(workspaceId, spans);
    let statements = 0;
    const cut = {
      ...store.telemetry,
      command: (statement: Parameters<typeof store.telemetry.command>[0]) => {
        if (++statements > 4) throw new Error("killed");
        return store.telemetry.command(statement);
      },
    };
    clock += 15_000;
    await expect(rollUpSpans(cut, { now: new Date(clock) })).rejects.toThrow("killed");
    await roll();
    expect(asSums(await rows(workspaceId))).toEqual(bruteForce(spans));
    expect(asSums(await rows(workspaceId, "service_hours"))).toEqual(bruteForce(spans, 3_600_000));
  });

  it("keeps workspaces apart, also when they name a service alike", async () => {
    const [one, other] = [newWorkspace(), newWorkspace()];
    await put(one, [{ time: new Date(base) }]);
    await put(other, [{ time: new Date(base) }, { time: new Date(base) }]);
    await roll();
    expect((await rows(one)).map((row) => row.requests)).toEqual([1]);
    expect((await rows(other)).map((row) => row.requests)).toEqual([2]);
  });

  it("tells the most frequent operations apart and counts the rest as other, whatever comes later", async () => {
    const workspaceId = newWorkspace();
    const rare = Array.from({ length: operationsMax + 20 }, (_, i) => ({
      time: new Date(base),
      name: `GET /${i}`,
    }));
    await put(workspaceId, [
      ...rare,
      { time: new Date(base), name: "GET /often" },
      { time: new Date(base), name: "GET /often" },
    ]);
    await roll();
    await put(workspaceId, [{ time: new Date(base), name: "GET /new" }]);
    await roll();
    const found = await rows(workspaceId);
    expect(found).toHaveLength(operationsMax + 1);
    expect(found.reduce((sum, row) => sum + row.requests, 0)).toBe(operationsMax + 20 + 3);
    expect(found.find((row) => row.operation === "GET /often")?.requests).toBe(2);
    expect(found.find((row) => row.operation === "other")?.requests).toBe(20 + 1 + 1);
  });

  it("gives quantiles within 4.5 % of the true ones", async () => {
    const workspaceId = newWorkspace();
    const durations = Array.from({ length: 1_000 }, (_, i) => 1 + i);
    await put(
      workspaceId,
      durations.map((durationMs) => ({ time: new Date(base), durationMs })),
    );
    await roll();
    const [row] = await rows(workspaceId);
    for (const quantile of [0.5, 0.95, 0.99]) {
      const found = quantileMs({ indexes: row?.indexes ?? [], counts: row?.counts ?? [] }, quantile) ?? 0;
      expect(Math.abs(found / (quantile * 1_000) - 1)).toBeLessThan(0.045);
    }
  });
});
