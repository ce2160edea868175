import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { spanFacets } from "./facets.ts";
import { type SpanColumn, type SpanFilter, spanCondition } from "./filter.ts";
import { spanLatency } from "./latency.ts";
import { around, locateTrace } from "./locate.ts";
import type { TraceOrder } from "./place.ts";
import { searchTraces } from "./search.ts";
import { traceSkeleton } from "./skeleton.ts";
import { findSpan } from "./span.ts";
import { putSpans, type TestSpan } from "./testing.ts";

const workspaceId = "01890000-0000-7000-8000-000000000001";
const other = "01890000-0000-7000-8000-000000000002";
const base = Math.floor(Date.now() / 60_000) * 60_000 - 1_800_000;
const window = { from: new Date(base - 60_000), to: new Date(base + 600_000) };
const traceId = (n: number) => n.toString(16).padStart(32, "a");
const spanId = (n: number) => n.toString(16).padStart(16, "b");

/** A page request: the shop asks the ledger, which asks its database. */
const pageRequest = (n: number, ms: number, more: Partial<TestSpan> = {}): TestSpan[] => {
  const of = (place: number, rest: Partial<TestSpan>): TestSpan => ({
    time: new Date(base + ms + place),
    traceId: traceId(n),
    spanId: spanId(n * 10 + place),
    ...(place > 0 ? { parentSpanId: spanId(n * 10 + place - 1) } : {}),
    ...rest,
  });
  return [
    of(0, { service: "shop", name: "GET /pay", kind: "server", durationMs: 100 + n, ...more }),
    of(1, { service: "shop", name: "POST", kind: "client", durationMs: 50 }),
    of(2, {
      service: "ledger",
      name: "POST /book",
      kind: "server",
      durationMs: 40,
      attributes: { "user.id": `u${n}` },
    }),
    of(3, {
      service: "ledger",
      name: "INSERT books",
      durationMs: 20,
      status: n % 2 ? "error" : "unset",
      statusMessage: n % 2 ? "duplicate key" : "",
      attributes: {
        "db.query.text": "INSERT INTO Books VALUES (1, 'two words here')",
        "session.id": `s${n}`,
      },
      resource: { "host.name": `h${n}` },
    }),
  ];
};

let store: TestTelemetry;
beforeAll(async () => {
  store = await createTestTelemetry();
  for (let n = 1; n <= 7; n++) {
    const spans = pageRequest(n, n * 1_000);
    // Children first, in requests of their own, and some twice.
    await putSpans(store.telemetry, workspaceId, spans.slice(2));
    await putSpans(store.telemetry, workspaceId, spans.slice(0, 3));
  }
  await putSpans(store.telemetry, other, pageRequest(8, 500));
});
afterAll(() => store.drop());

const column = (name: SpanColumn, op: "=" | "!=" | ">=" | "<", value: string): SpanFilter => ({
  kind: "compare",
  field: { kind: "column", name },
  op,
  value,
});
const attribute = (key: string, value: string, kind: "attribute" | "either" = "attribute"): SpanFilter => ({
  kind: "compare",
  field: { kind, key },
  op: "=",
  value,
});
const text = (word: string): SpanFilter => ({ kind: "text", text: word });

async function found(filter?: SpanFilter, order: TraceOrder = "newest", limit = 50): Promise<number[]> {
  const seen: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await searchTraces(store.telemetry, { workspaceId, window, filter, order, limit, cursor });
    expect(page.data.length).toBeLessThanOrEqual(limit);
    seen.push(...page.data.map((line) => Number.parseInt(line.traceId.replace(/^a+/, ""), 16)));
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return seen;
}

describe("searchTraces", () => {
  it.each<[string, SpanFilter | undefined, TraceOrder, number[]]>([
    ["entries", undefined, "newest", [7, 6, 5, 4, 3, 2, 1]],
    ["entries, slowest first", undefined, "slowest", [7, 6, 5, 4, 3, 2, 1]],
    ["any span of a service", column("service", "=", "ledger"), "newest", [7, 6, 5, 4, 3, 2, 1]],
  ])("shows every trace once, page by page: %s", async (_, filter, order, expected) => {
    expect(await found(filter, order)).toEqual(expected);
    for (const limit of [1, 2, 3]) expect(await found(filter, order, limit)).toEqual(expected);
  });

  it("tells of all that arrived of each trace, a span sent twice once", async () => {
    const page = await searchTraces(store.telemetry, {
      workspaceId,
      window,
      filter: attribute("user.id", "u3"),
    });
    expect(page.data).toMatchObject([
      {
        traceId: traceId(3),
        time: new Date(base + 3_000),
        durationMs: 103,
        spanCount: 4,
        errorCount: 1,
        service: "shop",
        operation: "GET /pay",
        hasRoot: true,
        services: [
          { service: "ledger", spanCount: 2 },
          { service: "shop", spanCount: 2 },
        ],
        match: { spanId: spanId(32), service: "ledger", operation: "POST /book", durationMs: 40 },
      },
    ]);
  });

  it.each<[string, SpanFilter, number[]]>([
    ["operation, with a star", column("operation", "=", "GET /*"), [7, 6, 5, 4, 3, 2, 1]],
    ["duration with a unit", column("duration", ">=", "0.105s"), [7, 6, 5]],
    ["duration in milliseconds", column("duration", "<", "30"), [7, 6, 5, 4, 3, 2, 1]],
    ["status", column("status", "=", "error"), [7, 5, 3, 1]],
    ["session", column("session", "=", "s2"), [2]],
    ["attribute", attribute("user.id", "u5"), [5]],
    ["attribute of the resource", attribute("host.name", "h4", "either"), [4]],
    ["attribute of either", attribute("user.id", "u4", "either"), [4]],
    ["text in an operation, ignoring case", text("sErt bOO"), [7, 6, 5, 4, 3, 2, 1]],
    ["text in a status message", text("plicate k"), [7, 5, 3, 1]],
    ["a word of an attribute, ignoring case", text("VALUES"), [7, 6, 5, 4, 3, 2, 1]],
    ["words of an attribute that stand together", text("two words"), [7, 6, 5, 4, 3, 2, 1]],
    ["words of an attribute that do not", text("words two"), []],
    ["both", { kind: "all", parts: [column("service", "=", "ledger"), attribute("user.id", "u1")] }, [1]],
    ["parent", column("parent", "=", ""), [7, 6, 5, 4, 3, 2, 1]],
  ])("finds by %s", async (_, filter, expected) => {
    expect(await found(filter)).toEqual(expected);
  });

  it("refuses a place that is none, a duration and a status that are none", async () => {
    const search = (more: object) => searchTraces(store.telemetry, { workspaceId, window, ...more });
    await expect(search({ cursor: "x" })).rejects.toThrow("cursor");
    await expect(search({ filter: column("duration", ">=", "soon") })).rejects.toThrow("duration");
    await expect(search({ filter: column("status", "=", "bad") })).rejects.toThrow("unset, ok, error");
  });

  it("shows a trace whose root is missing by its earliest span", async () => {
    const orphans = pageRequest(20, 400_000).slice(2);
    await putSpans(store.telemetry, workspaceId, orphans);
    const later = { from: new Date(base + 390_000), to: new Date(base + 410_000) };
    const page = await searchTraces(store.telemetry, { workspaceId, window: later });
    expect(page.data).toMatchObject([
      { service: "ledger", operation: "POST /book", hasRoot: false, spanCount: 2 },
    ]);
  });
});

describe("one trace", () => {
  it("is found by its id alone, in its own workspace only", async () => {
    const now = new Date();
    const place = await locateTrace(store.telemetry, { workspaceId, traceId: traceId(1), now });
    expect(place?.from.getTime()).toBeLessThan(base);
    expect(await locateTrace(store.telemetry, { workspaceId: other, traceId: traceId(1), now })).toBeNull();
    const old = pageRequest(30, -20 * 86_400_000);
    await putSpans(store.telemetry, workspaceId, old);
    expect(await locateTrace(store.telemetry, { workspaceId, traceId: traceId(30), now })).not.toBeNull();
  });

  it("comes in columns by start, each span once", async () => {
    const skeleton = await traceSkeleton(store.telemetry, {
      workspaceId,
      traceId: traceId(1),
      window: around(base),
    });
    expect(skeleton).toEqual({
      spanIds: [10, 11, 12, 13].map(spanId),
      parentIds: ["", spanId(10), spanId(11), spanId(12)],
      services: ["shop", "shop", "ledger", "ledger"],
      operations: ["GET /pay", "POST", "POST /book", "INSERT books"],
      kinds: ["server", "client", "server", "internal"],
      statuses: ["unset", "unset", "unset", "error"],
      startMs: base + 1_000,
      startUs: [0, 1_000, 2_000, 3_000],
      durationUs: [101_000, 50_000, 40_000, 20_000],
      marks: [0, 0, 0, 0],
      isCut: false,
    });
  });

  it("gives a span's whole body, with events and links", async () => {
    const [root] = pageRequest(40, 300_000, {
      events: [{ timeNs: 1n, name: "exception", attributes: [["exception.type", "Oops"]] }],
      links: [{ traceId: traceId(1), spanId: spanId(10), attributes: [["why", "retry"]] }],
      attributes: { a: "1" },
    });
    await putSpans(store.telemetry, workspaceId, [root as TestSpan]);
    const question = { workspaceId, traceId: traceId(40), spanId: spanId(400), window: around(base) };
    expect(await findSpan(store.telemetry, question)).toMatchObject({
      operation: "GET /pay",
      attributes: { a: "1" },
      eventNames: ["exception"],
      eventAttributes: [{ "exception.type": "Oops" }],
      linkTraceIds: [traceId(1)],
      linkAttributes: [{ why: "retry" }],
    });
    expect(await findSpan(store.telemetry, { ...question, workspaceId: other })).toBeNull();
    const skeleton = await traceSkeleton(store.telemetry, question);
    expect(skeleton?.marks).toEqual([5]);
  });
});

describe("about a selection", () => {
  it("counts durations over time in bands, with errors and percentiles", async () => {
    const short = { from: new Date(base), to: new Date(base + 60_000) };
    const filter = column("operation", "=", "INSERT books");
    const latency = await spanLatency(store.telemetry, { workspaceId, window: short, filter });
    expect(latency).toMatchObject({ total: 7, errors: 4 });
    for (const ms of [latency.p50, latency.p95, latency.p99])
      expect(Math.abs((ms ?? 0) - 20)).toBeLessThan(2);
    expect(latency.bands).toHaveLength(1);
    expect(latency.bands[0]?.fromMs).toBeLessThanOrEqual(20);
    expect(latency.bands[0]?.toMs).toBeGreaterThan(20);
    const empty = column("service", "=", "nobody");
    expect(await spanLatency(store.telemetry, { workspaceId, window: short, filter: empty })).toMatchObject({
      total: 0,
      p50: null,
      bands: [],
    });
  });

  it("names the most frequent values of every field", async () => {
    const short = { from: new Date(base), to: new Date(base + 60_000) };
    const facets = await spanFacets(store.telemetry, { workspaceId, window: short, filter: text("books") });
    const of = (field: string) => facets.find((facet) => facet.field === field)?.values;
    expect(of("service")).toEqual([{ value: "ledger", spans: 7 }]);
    expect(of("status")).toEqual([
      { value: "error", spans: 4 },
      { value: "unset", spans: 3 },
    ]);
  });
});

describe("indexes", () => {
  beforeAll(async () => {
    const spans = Array.from(
      { length: 40_000 },
      (_, i): TestSpan => ({
        time: new Date(base + 500_000 + i),
        traceId: (i + 1_000).toString(16).padStart(32, "c"),
        spanId: (i + 1_000).toString(16).padStart(16, "c"),
        service: i === 20_000 ? "rare" : "shop",
        name: "GET /orders",
        attributes: { order: `o-${i}`, note: i === 20_000 ? "a needleword" : "hay" },
        resource: { "host.name": i === 20_000 ? "rare-host" : "host" },
      }),
    );
    await putSpans(store.telemetry, workspaceId, spans);
  }, 60_000);

  it.each<[string, SpanFilter, string]>([
    ["a trace", column("trace", "=", (21_000).toString(16).padStart(32, "c")), "trace_filter"],
    ["an attribute's value", attribute("order", "o-20000"), "attribute_values"],
    ["a value of the attribute or the resource", attribute("host.name", "rare-host", "either"), "_values"],
    ["a service", column("service", "=", "rare"), "service_filter"],
    ["errors", column("status", "=", "error"), "status_filter"],
  ])("skip nearly everything for %s", async (_, filter, index) => {
    const { sql, params } = spanCondition(filter);
    const [plan] = await store.telemetry.administer({
      name: "test",
      sql: `SELECT arrayStringConcat(groupArray(explain), '\\n') AS text
            FROM (EXPLAIN indexes = 1 SELECT count() FROM spans WHERE workspace_id = {ws:UUID} AND ${sql})`,
      params: { ...params, ws: workspaceId },
      row: z.object({ text: z.string() }),
    });
    expect(plan?.text).toContain(index);
    const granules = [...(plan?.text.matchAll(/Granules: (\d+)\/(\d+)/g) ?? [])];
    const left = Number(granules.at(-1)?.[1]);
    expect(Number(granules[0]?.[2])).toBeGreaterThanOrEqual(5);
    expect(left).toBeLessThanOrEqual(3);
  });
});
