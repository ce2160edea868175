import { randomBytes } from "node:crypto";
import { createDatabase } from "@triops/database/client";
import { applyMigrations } from "@triops/database/migrate";
import { createMemoryJobs, type MemoryJobs } from "@triops/jobs/memory";
import { manualClock } from "@triops/kernel/clock";
import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { createLogger } from "@triops/kernel/logger";
import { putSamples } from "@triops/telemetry/testing";
import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { createTestRedis, type TestRedis } from "@triops/testing/redis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { jobs, subscriptions } from "../register.ts";
import type { Caller, Runtime } from "../runtime.ts";
import { create } from "./create.ts";
import { defaults, ensureDefaultMonitors } from "./defaults.ts";
import { type Evaluator, evaluateMonitors, newEvaluator } from "./evaluate.ts";
import { get, list, series } from "./read.ts";
import { remove } from "./remove.ts";

const log = createLogger("test", "error");
const clock = manualClock("2026-03-02T12:00:00Z");
let runtime: Runtime;
let queue: MemoryJobs;
let test: { telemetry: TestTelemetry; redis: TestRedis };

beforeAll(async () => {
  const url = new URL(inject("stores").databaseUrl);
  const admin = createDatabase(url.href, 1);
  url.pathname = `/test_${randomBytes(6).toString("hex")}`;
  await admin.$executeRawUnsafe(`CREATE DATABASE ${url.pathname.slice(1)}`);
  await admin.$disconnect();
  await applyMigrations(url.href);
  test = { telemetry: await createTestTelemetry(), redis: await createTestRedis() };
  queue = createMemoryJobs({ jobs: jobs as never, services: () => ({ ...runtime, subscriptions }), clock });
  runtime = {
    database: createDatabase(url.href),
    telemetry: test.telemetry.telemetry,
    redis: test.redis.redis,
    queue,
    clock,
    log,
    secretKey: "x".repeat(32),
    webUrl: "http://localhost:1",
    gatewayUrl: "http://localhost:2",
  } as unknown as Runtime;
});

afterAll(async () => {
  await runtime.database.$disconnect();
  await test.telemetry.drop();
  test.redis.close();
});

async function newWorkspace(): Promise<Caller> {
  const id = newId();
  await runtime.database.workspace.create({ data: { id, slug: id, name: "Test" } });
  return { context: { ...systemContext(id, "test", clock.now(), newId()) }, runtime };
}

const at = (minutes: number) => new Date(Date.UTC(2026, 2, 2, 12, 0, 0) + minutes * 60_000);

/** One sample each ten seconds over [from, to) minutes. */
async function send(
  caller: Caller,
  metric: string,
  labels: Record<string, string>,
  from: number,
  to: number,
  value: (minute: number) => number,
) {
  const points: [Date, number][] = [];
  for (let minute = from; minute < to - 1e-9; minute += 1 / 6) points.push([at(minute), value(minute)]);
  await putSamples(runtime.telemetry, caller.context.workspaceId, { metric, kind: "gauge", labels, points });
}

async function evaluateAt(minute: number, evaluator: Evaluator) {
  clock.set(at(minute));
  const result = await evaluateMonitors(runtime, evaluator, {
    now: clock.now(),
    signal: new AbortController().signal,
    log,
  });
  await queue.drain();
  return result;
}

const alertsOf = (caller: Caller) =>
  runtime.database.alert.findMany({
    where: { workspaceId: caller.context.workspaceId },
    orderBy: { id: "asc" },
  });
const incidentsOf = (caller: Caller) =>
  runtime.database.incident.findMany({ where: { workspaceId: caller.context.workspaceId } });

const busy = {
  name: "CPU is busy",
  severity: "sev2" as const,
  signal: { metric: "cpu", filters: [], groupBy: [], aggregate: "avg" as const },
  condition: { kind: "threshold" as const, op: ">=" as const, value: 0.95, forMinutes: 2 },
};

describe("a threshold", () => {
  it("opens one alert and one incident after its minutes, and both end when calm has lasted", async () => {
    const caller = await newWorkspace();
    const other = await newWorkspace();
    clock.set(at(0));
    const monitor = await create.call(caller, busy);
    const evaluator = newEvaluator();
    await send(caller, "cpu", { host_name: "web-1" }, -5, 1, () => 0.2);
    await send(other, "cpu", { host_name: "web-1" }, -5, 20, () => 0.99);
    await evaluateAt(1, evaluator);
    await send(caller, "cpu", { host_name: "web-1" }, 1, 5, () => 0.99);
    await evaluateAt(2.5, evaluator);
    expect(await alertsOf(caller)).toHaveLength(0);
    await evaluateAt(3.3, evaluator);
    await evaluateAt(4, evaluator);
    const [alert, ...more] = await alertsOf(caller);
    expect(more).toHaveLength(0);
    expect(alert).toMatchObject({
      state: "open",
      title: "CPU is busy: web-1",
      severity: "sev2",
      value: 0.99,
    });
    expect(alert?.openedAt.toISOString()).toBe(at(3).toISOString());
    expect(alert?.evidence).toMatchObject({ kind: "threshold", threshold: 0.95, since: at(1).toISOString() });
    expect(await incidentsOf(caller)).toMatchObject([{ state: "open", severity: "sev2", openAlertCount: 1 }]);

    await send(caller, "cpu", { host_name: "web-1" }, 5, 9, () => 0.2);
    await evaluateAt(9, evaluator);
    expect(await alertsOf(caller)).toMatchObject([{ state: "resolved" }]);
    expect(await incidentsOf(caller)).toMatchObject([{ state: "resolved" }]);
    expect(await alertsOf(other)).toHaveLength(0);
    const page = await series.call(caller, { id: monitor.id });
    expect(page.data).toMatchObject([{ labels: { host_name: "web-1" }, state: "ok", lastValue: 0.2 }]);
    expect(await get.call(caller, { id: monitor.id })).toMatchObject({ seriesCount: 1, seriesTotal: 1 });
    await remove.call(caller, { id: monitor.id });
  });
});

/** A calm series with noise that repeats: no randomness in tests. */
const noise = (minute: number) => Math.abs(Math.sin(minute * 12.9898) * 43758.5453) % 1;
const usual = (minute: number) => 0.3 + 0.02 * noise(minute);
const unusual = {
  name: "CPU is unusual",
  severity: "sev3" as const,
  signal: { metric: "cpu", filters: [], groupBy: [], aggregate: "avg" as const },
  condition: { kind: "anomaly" as const, sensitivity: "medium" as const, forMinutes: 1 },
};

describe("an anomaly", () => {
  it("is one alert per episode, with its evidence, on a baseline learned from history", async () => {
    const caller = await newWorkspace();
    clock.set(at(0));
    await send(caller, "cpu", { host_name: "web-1" }, -600, 10, usual);
    await send(caller, "load", { host_name: "web-1" }, -600, 10, usual);
    const monitor = await create.call(caller, unusual);
    await create.call(caller, {
      ...unusual,
      name: "Load is unusual",
      signal: { ...unusual.signal, metric: "load" },
    });
    const evaluator = newEvaluator();
    await evaluateAt(1.2, evaluator);
    await evaluateAt(5.2, evaluator);
    await evaluateAt(10.2, evaluator);
    expect(await alertsOf(caller)).toHaveLength(0);
    await send(caller, "cpu", { host_name: "web-1" }, 10, 16, (m) => 0.9 + 0.02 * noise(m));
    for (const minute of [11, 12, 13, 14, 15, 16]) await evaluateAt(minute + 0.2, evaluator);
    const [alert, ...more] = await alertsOf(caller);
    expect(more).toHaveLength(0);
    expect(alert).toMatchObject({ state: "open", title: "CPU is unusual: web-1" });
    expect(alert?.evidence).toMatchObject({ kind: "anomaly", learning: true, sensitivity: "medium" });
    const evidence = alert?.evidence as {
      upper: number;
      value: number;
      points: unknown[];
      trainedFrom: string;
    };
    expect(evidence.upper).toBeLessThan(evidence.value);
    expect(evidence.points).toHaveLength(60);
    expect(new Date(evidence.trainedFrom).getTime()).toBeLessThan(at(-590).getTime());
    await send(caller, "cpu", { host_name: "web-1" }, 16, 30, usual);
    for (let minute = 17; minute <= 30; minute++) await evaluateAt(minute + 0.2, evaluator);
    expect(await alertsOf(caller)).toMatchObject([{ state: "resolved" }]);
    await remove.call(caller, { id: monitor.id });
  });
});

describe("default monitors", () => {
  it("are made once, and one that was deleted does not come back", async () => {
    const caller = await newWorkspace();
    expect(await ensureDefaultMonitors(caller)).toHaveLength(defaults.length);
    const [first] = (await list.call(caller, {})).data;
    await remove.call(caller, { id: first?.id ?? "" });
    expect(await ensureDefaultMonitors(caller)).toEqual([]);
    const { data } = await list.call(caller, {});
    expect(data).toHaveLength(defaults.length - 1);
    expect(data.every((monitor) => monitor.origin === "triops" && monitor.enabled)).toBe(true);
  });
});
