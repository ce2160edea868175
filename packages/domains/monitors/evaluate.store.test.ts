import { putSamples } from "@triops/telemetry/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { create } from "./create.ts";
import { defaults, ensureDefaultMonitors } from "./defaults.ts";
import { stopEvaluating } from "./jobs.ts";
import { get, list, series } from "./read.ts";
import { remove } from "./remove.ts";
import { update } from "./update.ts";
import {
  at,
  busy,
  busyAtOnce,
  createWorld,
  far,
  restart,
  unusual,
  usual,
  type World,
} from "./world.testing.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.harness.close());

describe("a threshold", () => {
  it("opens one alert and one incident after its minutes, and both end when calm has lasted", async () => {
    const caller = await world.newWorkspace();
    const other = await world.newWorkspace();
    const monitor = await create.call(caller, busy);
    const evaluator = restart();
    await world.send(caller, "cpu", { host_name: "web-1" }, -5, 1, () => 0.2);
    await world.send(other, "cpu", { host_name: "web-1" }, -5, 20, () => 0.99);
    await world.evaluateAt(1, evaluator);
    await world.send(caller, "cpu", { host_name: "web-1" }, 1, 5, () => 0.99);
    await world.evaluateAt(2.5, evaluator);
    expect(await world.alertsOf(caller)).toHaveLength(0);
    await world.evaluateAt(3.3, evaluator);
    await world.evaluateAt(4, evaluator);
    const [alert, ...more] = await world.alertsOf(caller);
    expect(more).toHaveLength(0);
    expect(alert).toMatchObject({
      state: "open",
      title: "CPU is busy: web-1",
      severity: "sev2",
      value: 0.99,
    });
    expect(alert?.openedAt.toISOString()).toBe(at(3).toISOString());
    expect(alert?.evidence).toMatchObject({ kind: "threshold", threshold: 0.95, since: at(1).toISOString() });
    expect(await world.incidentsOf(caller)).toMatchObject([
      { state: "open", severity: "sev2", openAlertCount: 1 },
    ]);

    await world.send(caller, "cpu", { host_name: "web-1" }, 5, 9, () => 0.2);
    await world.evaluateAt(9, evaluator);
    expect(await world.alertsOf(caller)).toMatchObject([{ state: "resolved" }]);
    expect(await world.incidentsOf(caller)).toMatchObject([{ state: "resolved" }]);
    expect(await world.alertsOf(other)).toHaveLength(0);
    const page = await series.call(caller, { id: monitor.id });
    expect(page.data).toMatchObject([{ labels: { host_name: "web-1" }, state: "ok", lastValue: 0.2 }]);
    expect(await get.call(caller, { id: monitor.id })).toMatchObject({ seriesCount: 1, seriesTotal: 1 });
    await remove.call(caller, { id: monitor.id });
  });
});

describe("an anomaly", () => {
  it("is one alert per episode, with its evidence, on a baseline learned from history", async () => {
    const caller = await world.newWorkspace();
    await world.send(caller, "cpu", { host_name: "web-1" }, -600, 10, usual);
    await world.send(caller, "load", { host_name: "web-1" }, -600, 10, usual);
    const monitor = await create.call(caller, unusual);
    await create.call(caller, {
      ...unusual,
      name: "Load is unusual",
      signal: { ...unusual.signal, metric: "load" },
    });
    const evaluator = restart();
    await world.evaluateAt(1.2, evaluator);
    await world.evaluateAt(5.2, evaluator);
    await world.evaluateAt(10.2, evaluator);
    expect(await world.alertsOf(caller)).toHaveLength(0);
    await world.send(caller, "cpu", { host_name: "web-1" }, 10, 16, far);
    for (const minute of [11, 12, 13, 14, 15, 16]) await world.evaluateAt(minute + 0.2, evaluator);
    const [alert, ...more] = await world.alertsOf(caller);
    expect(more).toHaveLength(0);
    expect(alert).toMatchObject({ state: "open", title: "CPU is unusual: web-1" });
    expect(alert?.evidence).toMatchObject({ kind: "anomaly", learning: true, sensitivity: "medium" });
    const evidence = alert?.evidence as {
      upper: number;
      value: number;
      points: unknown[];
      trainedFrom: string;
    };
    // What was expected when it began, although the band has followed since.
    expect(evidence.upper).toBeLessThan(0.4);
    expect(evidence.points).toHaveLength(60);
    expect(new Date(evidence.trainedFrom).getTime()).toBeLessThan(at(-590).getTime());
    await world.send(caller, "cpu", { host_name: "web-1" }, 16, 30, usual);
    for (let minute = 17; minute <= 30; minute++) await world.evaluateAt(minute + 0.2, evaluator);
    expect(await world.alertsOf(caller)).toMatchObject([{ state: "resolved" }]);
    await remove.call(caller, { id: monitor.id });
  });
});

describe("a monitor", () => {
  it("that is paused, changed or deleted takes its claims back", async () => {
    const caller = await world.newWorkspace();
    const { id } = await create.call(caller, busyAtOnce);
    const evaluator = restart();
    await world.send(caller, "cpu", { host_name: "web-1" }, -2, 60, () => 0.99);
    const states = async () => (await world.alertsOf(caller)).map((alert) => alert.state);
    await world.evaluateAt(1, evaluator);
    expect(await states()).toEqual(["open"]);
    await update.call(caller, { id, enabled: false });
    await world.evaluateAt(2, evaluator);
    expect(await states()).toEqual(["resolved"]);
    world.clock.set(at(10));
    await update.call(
      { ...caller, context: { ...caller.context, now: world.clock.now() } },
      { id, enabled: true },
    );
    await world.evaluateAt(11, evaluator);
    expect(await states()).toEqual(["resolved", "open"]);
    await update.call(caller, { id, condition: { ...busy.condition, value: 0.98, forMinutes: 0 } });
    await world.harness.settle();
    expect(await states()).toEqual(["resolved", "resolved"]);
    await world.evaluateAt(12, evaluator);
    expect(await states()).toEqual(["resolved", "resolved", "open"]);
    await update.call(caller, { id, name: "Renamed" });
    await world.evaluateAt(13, evaluator);
    expect(await states()).toEqual(["resolved", "resolved", "open"]);
    await remove.call(caller, { id });
    await world.harness.settle();
    expect(await states()).toEqual(["resolved", "resolved", "resolved"]);
    await expect(get.call(caller, { id })).rejects.toThrow("No such monitor");
  });

  it("that cannot be evaluated says so, and holds up no other", async () => {
    const caller = await world.newWorkspace();
    const wrong = { label: "host_name", op: "=~" as const, value: "(" };
    const bad = await create.call(caller, { ...busy, signal: { ...busy.signal, filters: [wrong] } });
    const good = await create.call(caller, busyAtOnce);
    await world.send(caller, "cpu", { host_name: "web-1" }, -2, 1, () => 0.99);
    await world.evaluateAt(1, restart());
    expect(await world.alertsOf(caller)).toHaveLength(1);
    expect(await get.call(caller, { id: bad.id })).toMatchObject({ evaluationErrorCount: 1 });
    for (const { id } of [bad, good]) await remove.call(caller, { id });
  });

  it("tells what else moved on the same host", async () => {
    const caller = await world.newWorkspace();
    const host = { host_name: "web-1" };
    const monitors = [];
    for (const metric of ["cpu", "load"]) {
      await world.send(caller, metric, host, -600, 10, usual);
      await world.send(caller, metric, host, 10, 14, far);
      await world.send(caller, metric, { host_name: "web-2" }, -600, 14, usual);
      const signal = { ...unusual.signal, metric };
      monitors.push(await create.call(caller, { ...unusual, name: metric, signal }));
    }
    const evaluator = restart();
    await world.evaluateMinutes(9, 13, evaluator);
    const alerts = await world.alertsOf(caller);
    expect(alerts.map((alert) => alert.title).sort()).toEqual(["cpu: web-1", "load: web-1"]);
    const [later] = alerts.filter((alert) => alert.title.startsWith("load"));
    expect(later?.evidence).toMatchObject({ moved: [{ metric: "cpu", labels: host }] });
    for (const { id } of monitors) await remove.call(caller, { id });
  });

  it("waits while another process holds the lease", async () => {
    const caller = await world.newWorkspace();
    const { id } = await create.call(caller, busyAtOnce);
    await world.send(caller, "cpu", { host_name: "web-1" }, -2, 1, () => 0.99);
    world.clock.set(at(1));
    const { queue, runtime } = world.harness;
    await runtime.redis.set("{triops}:monitors:evaluator", "somebody else");
    await queue.runNow("monitors.evaluate");
    expect((await get.call(caller, { id })).evaluatedAt).toBeNull();
    await runtime.redis.del("{triops}:monitors:evaluator");
    await queue.runNow("monitors.evaluate");
    expect((await get.call(caller, { id })).evaluatedAt).not.toBeNull();
    await stopEvaluating(runtime);
    expect(await runtime.redis.exists("{triops}:monitors:evaluator")).toBe(0);
    await remove.call(caller, { id });
  });

  it("is not found by another workspace", async () => {
    const caller = await world.newWorkspace();
    const other = await world.newWorkspace();
    const { id } = await create.call(caller, busy);
    for (const verb of [get, series, remove, update]) {
      await expect(verb.call(other, { id } as never)).rejects.toThrow("No such monitor");
    }
    expect((await list.call(other, {})).data).toEqual([]);
    await remove.call(caller, { id });
  });

  it("judges groups by their minutes, and rates of counters", async () => {
    const caller = await world.newWorkspace();
    const { id } = await create.call(caller, {
      name: "Errors",
      signal: { metric: "errors_total", groupBy: ["service_name"], aggregate: "rate" },
      condition: { kind: "threshold", op: ">", value: 5, forMinutes: 0 },
    });
    for (const [host, service, perMinute] of [
      ["a", "shop", 300],
      ["b", "shop", 300],
      ["a", "search", 60],
    ] as const) {
      const points: [Date, number][] = [];
      for (let i = -30; i < 24; i++) points.push([at(i / 6), 1e6 + (i * perMinute) / 6]);
      await putSamples(world.harness.runtime.telemetry, caller.context.workspaceId, {
        metric: "errors_total",
        kind: "counter",
        labels: { host_name: host, service_name: service },
        points,
      });
    }
    await world.evaluateMinutes(1, 3, restart());
    const [alert, ...more] = await world.alertsOf(caller);
    expect(more).toEqual([]);
    expect(alert).toMatchObject({ title: "Errors: shop", labels: { service_name: "shop" } });
    expect(alert?.value).toBeCloseTo(10, 1);
    await remove.call(caller, { id });
  });
});

describe("default monitors", () => {
  it("are made once, and one that was deleted does not come back", async () => {
    const caller = await world.newWorkspace();
    expect(await ensureDefaultMonitors(caller)).toHaveLength(defaults.length);
    const [first] = (await list.call(caller, {})).data;
    await remove.call(caller, { id: first?.id ?? "" });
    expect(await ensureDefaultMonitors(caller)).toEqual([]);
    const { data } = await list.call(caller, {});
    expect(data).toHaveLength(defaults.length - 1);
    expect(data.every((monitor) => monitor.origin === "triops" && monitor.enabled)).toBe(true);
  });
});
