import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { discoverServices } from "./discover.ts";
import { serviceEdges } from "./edges.ts";
import { serviceHealth, serviceSignals } from "./health.ts";
import { serviceOperations } from "./operations.ts";
import { rollUpSpans } from "./roll-up.ts";
import { nextSpanId, nextTraceId, putSpans, type TestSpan } from "./testing.ts";

const minuteMs = 60_000;
const base = Math.floor(Date.now() / minuteMs) * minuteMs - 40 * minuteMs;
const window = { from: new Date(base - 5 * minuteMs), to: new Date(base + 30 * minuteMs) };
const one = "01890000-0000-7000-8000-0000000000a1";
const other = "01890000-0000-7000-8000-0000000000a2";

let store: TestTelemetry;
let clock = Date.now();
beforeAll(async () => {
  store = await createTestTelemetry();
});
afterAll(() => store.drop());

const put = (workspaceId: string, spans: readonly TestSpan[]) =>
  putSpans(store.telemetry, workspaceId, spans, { receivedAt: new Date(clock) });
async function roll() {
  clock += 60_000;
  await rollUpSpans(store.telemetry, { now: new Date(clock) });
}
const edges = async (workspaceId: string, service?: string) =>
  (await serviceEdges(store.telemetry, { workspaceId, window, service }))
    .map(({ source, target, kind, via, requests, errors }) => ({
      source,
      target,
      kind,
      via,
      requests,
      errors,
    }))
    .sort((a, b) => `${a.kind}${a.target}`.localeCompare(`${b.kind}${b.target}`));

/** Shop asks payments, which asks its database, tells a queue that mail reads, and an outside bank. */
function story(at: number, failed = false) {
  const traceId = nextTraceId();
  const [root, ask, serve, query, publish, bank, receive] = Array.from({ length: 7 }, nextSpanId) as string[];
  const status = failed ? ("error" as const) : ("unset" as const);
  const span = (spanId: string, parentSpanId: string, more: Partial<TestSpan>): TestSpan => ({
    time: new Date(at),
    traceId,
    spanId,
    parentSpanId,
    ...more,
  });
  return {
    shop: [
      span(root as string, "", { service: "shop", name: "POST /orders", status }),
      span(ask as string, root as string, {
        service: "shop",
        name: "POST",
        kind: "client",
        durationMs: 100,
        status,
        attributes: { "server.address": "payments.internal" },
      }),
    ],
    payments: [
      span(serve as string, ask as string, {
        service: "payments",
        name: "POST /charge",
        durationMs: 80,
        status,
      }),
      span(query as string, serve as string, {
        service: "payments",
        name: "INSERT",
        kind: "client",
        durationMs: 5,
        attributes: { "db.system.name": "postgresql", "db.namespace": "ledger" },
      }),
      span(publish as string, serve as string, {
        service: "payments",
        name: "publish",
        kind: "producer",
        attributes: { "messaging.system": "kafka", "messaging.destination.name": "receipts" },
      }),
      span(bank as string, serve as string, {
        service: "payments",
        name: "POST",
        kind: "client",
        attributes: { "url.full": "https://bank.example/charges?card=1" },
      }),
    ],
    mail: [
      {
        ...span(receive as string, "", { service: "mail", name: "process", kind: "consumer" }),
        time: new Date(at + 12 * minuteMs),
        traceId: nextTraceId(),
        links: [{ traceId, spanId: publish as string }],
        attributes: { "messaging.system": "kafka", "messaging.destination.name": "receipts" },
      } satisfies TestSpan,
    ],
  };
}

const whole = [
  { source: "shop", target: "payments", kind: "call", via: "", requests: 2, errors: 1 },
  { source: "payments", target: "postgresql/ledger", kind: "database", via: "", requests: 2, errors: 0 },
  { source: "payments", target: "bank.example", kind: "external", via: "", requests: 2, errors: 0 },
  { source: "payments", target: "mail", kind: "message", via: "receipts", requests: 2, errors: 0 },
  { source: "payments", target: "receipts", kind: "queue", via: "", requests: 2, errors: 0 },
];

describe("edges between services", () => {
  it("come from parents, links and the attributes of clients nobody answered", async () => {
    const stories = [story(base), story(base + 90_000, true)];
    // Each service sends by itself, at its own time: first the caller, whose request then looks unanswered.
    for (const part of ["shop", "payments", "mail"] as const) {
      await put(
        one,
        stories.flatMap((each) => each[part]),
      );
      await roll();
      if (part === "shop") {
        expect(await edges(one)).toEqual([
          { source: "shop", target: "payments.internal", kind: "external", via: "", requests: 2, errors: 1 },
        ]);
      }
    }
    expect(await edges(one)).toEqual(whole);
    const [call] = await serviceEdges(store.telemetry, { workspaceId: one, window, service: "shop" });
    // What the caller waited for, the way there and back included.
    expect(call?.p50Ms).toBeGreaterThan(95);
    // The same again changes nothing.
    await put(one, stories[0]?.payments ?? []);
    await roll();
    expect(await edges(one)).toEqual(whole);
    expect((await edges(one, "mail")).map((edge) => edge.kind)).toEqual(["message"]);
  });

  it("do not lead from one workspace into another, also not within one trace", async () => {
    const { shop, payments } = story(base);
    await put(other, shop);
    await put(one, payments);
    await roll();
    expect((await edges(other)).map((edge) => edge.target)).toEqual(["payments.internal"]);
    expect((await edges(one)).filter((edge) => edge.kind === "call")).toEqual([whole[0]]);
  });
});

describe("questions about services", () => {
  it("health counts what enters a service, with its course", async () => {
    const found = await serviceHealth(store.telemetry, { workspaceId: one, window });
    const shop = found.find((row) => row.service === "shop");
    expect(shop).toMatchObject({ requests: 2, errors: 1 });
    expect(shop?.trend.reduce((sum, value) => sum + value, 0)).toBe(2);
    expect(
      await serviceHealth(store.telemetry, { workspaceId: other, window, services: ["payments"] }),
    ).toEqual([]);
  });
  it("signals are aligned with the range, operations name what was done", async () => {
    const scope = { workspaceId: one, window, service: "shop" };
    const signals = await serviceSignals(store.telemetry, scope);
    expect(signals.times).toHaveLength(signals.requests.length);
    expect(signals.total).toMatchObject({ requests: 2, errors: 1 });
    const operations = await serviceOperations(store.telemetry, scope);
    expect(operations.map(({ operation, kind, isEntry }) => [operation, kind, isEntry])).toEqual([
      ["POST /orders", "server", true],
      ["POST", "client", false],
    ]);
    const operation = await serviceSignals(store.telemetry, { ...scope, operation: "POST" });
    expect(operation.total.requests).toBe(2);
    const days = { from: new Date(base - 3 * 86_400_000), to: new Date(base + 3_600_000) };
    expect((await serviceSignals(store.telemetry, { ...scope, window: days })).total.requests).toBe(2);
  });
  it("services are found where they spoke", async () => {
    const found = await discoverServices(store.telemetry, new Date(base - minuteMs));
    expect(found.filter((row) => row.workspaceId === other).map((row) => [row.service, row.signal])).toEqual([
      ["shop", "traces"],
    ]);
  });
});
