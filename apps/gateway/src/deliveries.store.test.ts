import { logHistogram } from "@triops/telemetry/logs/histogram";
import { searchLogs } from "@triops/telemetry/logs/search";
import { encode } from "@triops/telemetry/otlp/schema.testing";
import { spanLatency } from "@triops/telemetry/traces/latency";
import { searchTraces } from "@triops/telemetry/traces/search";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nowNanos, protobuf, startWorld, type World } from "./world.testing.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

/** A window of the test's own, so that counts are of what it sent. */
const hourMs = 3_600_000;
const around = (agoMs: number) => ({
  workspaceId: world.key.workspaceId,
  window: { from: new Date(Date.now() - agoMs - 60_000), to: new Date(Date.now() - agoMs + 60_000) },
});
const resource = (name: string) => ({ attributes: [{ key: "service.name", value: { stringValue: name } }] });

const logsOf = (service: string, times: string[], more: object = {}) => ({
  resourceLogs: [
    {
      resource: resource(service),
      scopeLogs: [
        {
          logRecords: times.map((timeUnixNano, i) => ({
            timeUnixNano,
            body: { stringValue: `line ${i}` },
            ...more,
          })),
        },
      ],
    },
  ],
});

async function sendLogs(json: object, as: "json" | "protobuf" = "json"): Promise<void> {
  const what = as === "json" ? { json } : { body: encode("LogsData", json), headers: protobuf };
  expect((await world.post({ path: "/v1/logs", ...what })).status).toBe(200);
}

async function logCounts(agoMs: number): Promise<{ lines: number; total: number }> {
  const { data } = await searchLogs(world.store.telemetry, around(agoMs));
  const { total } = await logHistogram(world.store.telemetry, around(agoMs));
  return { lines: data.length, total };
}

const traceId = "0af7651916cd43dd8448eb211c80319c";
const spansOf = (agoMs: number, ...ids: number[]) => ({
  resourceSpans: [
    {
      resource: resource("deliveries"),
      scopeSpans: [
        {
          spans: ids.map((id) => ({
            traceId: traceId.replace("0af", String(100 + agoMs / hourMs)),
            spanId: String(id).padStart(16, "a"),
            ...(id === 1 ? {} : { parentSpanId: "1".padStart(16, "a") }),
            name: id === 1 ? "whole" : "part",
            kind: id === 1 ? 2 : 1,
            startTimeUnixNano: `${BigInt(baseMs - agoMs + id) * 1_000_000n}`,
            endTimeUnixNano: `${BigInt(baseMs - agoMs + id + 5) * 1_000_000n}`,
            status: id === 3 ? { code: 2 } : {},
          })),
        },
      ],
    },
  ],
});
const baseMs = Date.now();

async function sendSpans(json: object): Promise<void> {
  expect((await world.post({ path: "/v1/traces", json })).status).toBe(200);
}

async function traceCounts(agoMs: number) {
  const { data } = await searchTraces(world.store.telemetry, around(agoMs));
  const { total } = await spanLatency(world.store.telemetry, around(agoMs));
  return {
    traces: data.map(({ spanCount, errorCount, operation, hasRoot }) => ({
      spanCount,
      errorCount,
      operation,
      hasRoot,
    })),
    entries: total,
  };
}

describe("a request that is sent again", () => {
  it("counts once in lists and charts of logs, at once, whenever it comes and beside others", async () => {
    const again = logsOf("again", [nowNanos(-hourMs), nowNanos(-hourMs + 1), nowNanos(-hourMs + 2)]);
    await Promise.all([sendLogs(again), sendLogs(logsOf("other", [nowNanos(-hourMs)])), sendLogs(again)]);
    expect(await logCounts(hourMs)).toEqual({ lines: 4, total: 4 });
    await sendLogs(again);
    await sendLogs(logsOf("other", [nowNanos(-hourMs + 9)]));
    expect(await logCounts(hourMs)).toEqual({ lines: 5, total: 5 });
  });

  it("counts once in lists and charts of traces", async () => {
    const again = spansOf(2 * hourMs, 1, 2, 3);
    for (let i = 0; i < 3; i++) await sendSpans(again);
    const once = { traces: [{ spanCount: 3, errorCount: 1, operation: "whole", hasRoot: true }], entries: 1 };
    expect(await traceCounts(2 * hourMs)).toEqual(once);
    await sendSpans(again);
    expect(await traceCounts(2 * hourMs)).toEqual(once);
  });

  it("counts once as samples", async () => {
    const points = [1, 2].map((i) => ({ timeUnixNano: nowNanos(-i * 1_000), asInt: String(i) }));
    const json = {
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: "again", gauge: { dataPoints: points } }] }] }],
    };
    for (let i = 0; i < 3; i++) expect((await world.post({ json })).status).toBe(200);
    expect(await world.countSamples("again")).toBe(2);
  });

  it("in another encoding is shown once at once, and counted once when the store has merged", async () => {
    const json = logsOf("encodings", [nowNanos(-3 * hourMs), nowNanos(-3 * hourMs + 1)]);
    await sendLogs(json);
    expect(await logCounts(3 * hourMs)).toEqual({ lines: 2, total: 2 });
    await sendLogs(json, "protobuf");
    expect((await logCounts(3 * hourMs)).lines).toBe(2);
    await world.store.telemetry.command({
      name: "test",
      sql: "OPTIMIZE TABLE logs FINAL",
      timeoutSeconds: 60,
    });
    expect(await logCounts(3 * hourMs)).toEqual({ lines: 2, total: 2 });
  });

  it("without times of its own is two: it happened twice", async () => {
    const untimed = logsOf("untimed", ["0"]);
    for (let i = 0; i < 2; i++) await sendLogs(untimed);
    const { data } = await searchLogs(world.store.telemetry, around(0));
    expect(data.filter(({ service }) => service === "untimed")).toHaveLength(2);
  });
});

describe("what comes late", () => {
  it("stands at its place among logs", async () => {
    const at = (offset: number) => nowNanos(-4 * hourMs + offset);
    await sendLogs(logsOf("late", [at(3_000), at(5_000)]));
    expect(await logCounts(4 * hourMs)).toEqual({ lines: 2, total: 2 });
    await sendLogs(logsOf("late", [at(4_000), at(1_000)]));
    const { data } = await searchLogs(world.store.telemetry, around(4 * hourMs));
    const times = data.map(({ timeNs }) => BigInt(timeNs));
    expect(times).toEqual([...times].sort((a, b) => (a < b ? 1 : -1)));
    expect(await logCounts(4 * hourMs)).toEqual({ lines: 4, total: 4 });
  });

  it("completes its trace, the root last", async () => {
    await sendSpans(spansOf(5 * hourMs, 3));
    await sendSpans(spansOf(5 * hourMs, 2, 3));
    await sendSpans(spansOf(5 * hourMs, 1));
    const { traces, entries } = await traceCounts(5 * hourMs);
    expect(traces).toEqual([{ spanCount: 3, errorCount: 1, operation: "whole", hasRoot: true }]);
    expect(entries).toBe(1);
  });
});
