import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { findLog } from "./detail.ts";
import { logFacets } from "./facets.ts";
import { type LogFilter, logCondition } from "./filter.ts";
import { logHistogram } from "./histogram.ts";
import { searchLogs } from "./search.ts";
import { surroundingLogs } from "./surrounding.ts";
import { countTemplates } from "./templates.ts";
import { putLogs, type TestLog } from "./testing.ts";

const workspaceId = "01890000-0000-7000-8000-000000000001";
const other = "01890000-0000-7000-8000-000000000002";
const base = Math.floor(Date.now() / 60_000) * 60_000 - 1_800_000;
const window = { from: new Date(base - 60_000), to: new Date(base + 600_000) };
const trace = "4bf92f3577b34da6a3ce929d0e0e4736";

const at = (ms: number, body: string, more: Partial<TestLog> = {}): TestLog => ({
  time: new Date(base + ms),
  body,
  service: "shop",
  ...more,
});

let store: TestTelemetry;
beforeAll(async () => {
  store = await createTestTelemetry();
  await putLogs(store.telemetry, workspaceId, [
    at(0, "GET /health 200"),
    at(1_000, "Request TimedOut after 30 s", { severityNumber: 13, attributes: { user: "42", ms: "30000" } }),
    at(2_000, "payment refused", { severityNumber: 17, traceId: trace, attributes: { user: "7", ms: "12" } }),
    at(3_000, "Grüße aus Zürich, 100% ok", { service: "mail", resource: { "host.name": "h1" } }),
    at(4_000, "payment refused", { severityNumber: 17, service: "ledger" }),
    at(90_000, "GET /orders 200", { attributes: { user: "42" } }),
  ]);
  await putLogs(store.telemetry, other, [at(1_500, "payment refused elsewhere")]);
});
afterAll(() => store.drop());

const compare = (field: LogFilter & { kind: "compare" }): LogFilter => field;
const column = (name: "service" | "level" | "trace", op: "=" | ">=" | "!=", value: string): LogFilter =>
  compare({ kind: "compare", field: { kind: "column", name }, op, value });
const attribute = (key: string, op: "=" | ">" | "!=", value: string): LogFilter =>
  compare({ kind: "compare", field: { kind: "attribute", key }, op, value });
const text = (word: string): LogFilter => ({ kind: "text", text: word });
const bodies = async (filter?: LogFilter) =>
  (await searchLogs(store.telemetry, { workspaceId, window, ...(filter ? { filter } : {}) })).data.map(
    (line) => line.body,
  );

describe("searchLogs", () => {
  it("answers the newest first, of one workspace, page by page", async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await searchLogs(store.telemetry, { workspaceId, window, limit: 2, cursor });
      expect(page.data.length).toBeLessThanOrEqual(2);
      seen.push(...page.data.map((line) => line.body));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(await bodies());
    expect(seen).toHaveLength(6);
    expect(seen[0]).toBe("GET /orders 200");
  });

  it.each<[string, LogFilter, number]>([
    ["text within words, ignoring case", text("timedout"), 1],
    ["text across words", text("timedout AFTER 30"), 1],
    ["part of a word", text("fuse"), 2],
    ["letters beyond ASCII", text("zÜRICH"), 1],
    ["signs for themselves", text("100%"), 1],
    ["signs that are patterns elsewhere", text("200_"), 0],
    ["a service", column("service", "=", "mail"), 1],
    ["services by pattern", column("service", "=", "s*p"), 4],
    ["levels from one up", column("level", ">=", "warn"), 3],
    ["a trace in any case", column("trace", "=", trace.toUpperCase()), 1],
    ["an attribute", attribute("user", "=", "42"), 2],
    ["an attribute compared as a number", attribute("ms", ">", "100"), 1],
    ["an attribute that is there", attribute("user", "=", "*"), 3],
    ["everything but", { kind: "not", part: text("get") }, 4],
    ["either", { kind: "any", parts: [text("zürich"), column("level", "=", "warn")] }, 2],
    [
      "an attribute of the record or its resource",
      { kind: "compare", field: { kind: "either", key: "host.name" }, op: "=", value: "h1" },
      1,
    ],
  ])("finds %s", async (_, filter, count) => {
    expect(await bodies(filter)).toHaveLength(count);
  });

  it("refuses a cursor that is none and a level that is none", async () => {
    await expect(searchLogs(store.telemetry, { workspaceId, window, cursor: "x" })).rejects.toThrow("cursor");
    await expect(bodies(column("level", ">=", "loud"))).rejects.toThrow("level");
  });

  it("counts a record that was sent twice once", async () => {
    const twice = [at(500_000, "sent twice")];
    await putLogs(store.telemetry, workspaceId, twice);
    await putLogs(store.telemetry, workspaceId, twice);
    expect(await bodies(text("sent twice"))).toHaveLength(1);
  });
});

describe("indexes", () => {
  const wanted = "ffffffffffffffffffffffffffffffff";
  beforeAll(async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) =>
      at(200_000 + i, `request ${i} answered in ${i % 97} ms`, {
        traceId: i.toString(16).padStart(32, "a"),
        attributes: { order: `o-${i}` },
      }),
    );
    lines[15_000] = at(215_000, "a needleword among many", {
      traceId: wanted,
      attributes: { order: "rare" },
    });
    await putLogs(store.telemetry, workspaceId, lines);
  }, 60_000);

  it.each<[string, LogFilter, string]>([
    ["a word of the body", text("needleword"), "body_words"],
    ["a part of a word", text("eedlewor"), "body_words"],
    ["a trace", column("trace", "=", wanted), "trace_filter"],
    ["an attribute's value", attribute("order", "=", "rare"), "attribute_values"],
  ])("skip nearly everything for %s", async (_, filter, index) => {
    const { sql, params } = logCondition(filter);
    const [plan] = await store.telemetry.administer({
      name: "test",
      sql: `SELECT arrayStringConcat(groupArray(explain), '\\n') AS text
            FROM (EXPLAIN indexes = 1 SELECT count() FROM logs WHERE workspace_id = {ws:UUID} AND ${sql})`,
      params: { ...params, ws: workspaceId },
      row: z.object({ text: z.string() }),
    });
    const used = plan?.text.split("Name: ").find((part) => part.startsWith(index)) ?? "";
    const [selected, before] = (/Granules: (\d+)\/(\d+)/.exec(used)?.slice(1) ?? []).map(Number);
    expect(before).toBeGreaterThanOrEqual(4);
    expect(selected).toBeLessThanOrEqual(1);
  });
});

describe("around and about", () => {
  it("shows the lines before and after one, of its service", async () => {
    const [middle] = (
      await searchLogs(store.telemetry, { workspaceId, window, filter: column("trace", "=", trace) })
    ).data;
    const around = await surroundingLogs(store.telemetry, {
      workspaceId,
      at: `${middle?.timeNs}-${middle?.id}`,
      service: "shop",
      lines: 2,
    });
    expect(around.before.map((line) => line.body)).toEqual([
      "GET /health 200",
      "Request TimedOut after 30 s",
    ]);
    expect(around.after[0]?.body).toBe("GET /orders 200");
  });

  it("shows all of one record, and none to another workspace", async () => {
    const [line] = (
      await searchLogs(store.telemetry, { workspaceId, window, filter: column("trace", "=", trace) })
    ).data;
    const place = `${line?.timeNs}-${line?.id}`;
    expect(await findLog(store.telemetry, { workspaceId, at: place })).toMatchObject({
      body: "payment refused",
      attributes: { user: "7", ms: "12" },
      level: "error",
    });
    expect(await findLog(store.telemetry, { workspaceId: other, at: place })).toBeNull();
  });

  it("counts over time by level", async () => {
    const short = { from: new Date(base), to: new Date(base + 120_000) };
    const histogram = await logHistogram(store.telemetry, { workspaceId, window: short, stepMs: 60_000 });
    expect(histogram).toEqual({
      stepMs: 60_000,
      times: [base, base + 60_000],
      levels: expect.arrayContaining([
        { level: "info", counts: [2, 1] },
        { level: "warn", counts: [1, 0] },
        { level: "error", counts: [2, 0] },
      ]),
      total: 6,
    });
  });

  it("counts templates in a window and the one before", async () => {
    const later = { from: new Date(base + 3_600_000), to: new Date(base + 3_660_000) };
    const put = (ms: number, templateId: string, severityNumber = 9) =>
      at(3_600_000 + ms, `line of ${templateId}`, { templateId, severityNumber });
    const logs = [put(-50_000, "t1"), put(1, "t1"), put(2, "t1", 17), put(-1_000, "t2"), put(-90_000, "t3")];
    await putLogs(store.telemetry, workspaceId, logs);
    const counts = await countTemplates(store.telemetry, { workspaceId, window: later });
    expect(counts).toMatchObject([
      { templateId: "t1", records: 2, recordsBefore: 1, errors: 1, examples: ["line of t1"] },
      { templateId: "t2", records: 0, recordsBefore: 1, errors: 0 },
    ]);
    expect(counts[0]?.firstSeen).toEqual(new Date(base + 3_550_000));
  });

  it("names the most frequent values of every field", async () => {
    const short = { from: new Date(base), to: new Date(base + 120_000) };
    const facets = await logFacets(store.telemetry, { workspaceId, window: short });
    const of = (field: string) => facets.find((facet) => facet.field === field)?.values;
    expect(of("service")).toEqual([
      { value: "shop", records: 4 },
      { value: "ledger", records: 1 },
      { value: "mail", records: 1 },
    ]);
    expect(of("attr.user")).toEqual([
      { value: "42", records: 2 },
      { value: "7", records: 1 },
    ]);
    expect(of("resource.host.name")).toEqual([{ value: "h1", records: 1 }]);
  });
});
