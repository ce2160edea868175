import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { create } from "./create.ts";
import { remove } from "./remove.ts";
import { createWorld, restart, type World } from "./world.testing.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.harness.close());

describe("absence", () => {
  const silent = {
    name: "Host is silent",
    signal: { metric: "up", filters: [], groupBy: [], aggregate: "avg" as const },
    condition: { kind: "absence" as const, afterMinutes: 5 },
  };
  it("is told per series, ends with the next point, and is never told about Triops' own break", async () => {
    const caller = await world.newWorkspace();
    const { id } = await create.call(caller, silent);
    await world.send(caller, "up", { host_name: "a" }, -10, 60, () => 1);
    await world.send(caller, "up", { host_name: "b" }, -10, 5, () => 1);
    let evaluator = restart();
    for (let minute = 0; minute <= 9; minute++) await world.evaluateAt(minute + 0.5, evaluator);
    expect(await world.alertsOf(caller)).toEqual([]);
    await world.evaluateAt(10.5, evaluator);
    expect(await world.alertsOf(caller)).toMatchObject([{ state: "open", title: "Host is silent: b" }]);
    await world.send(caller, "up", { host_name: "b" }, 11, 12, () => 1);
    await world.evaluateAt(11.8, evaluator);
    expect(await world.alertsOf(caller)).toMatchObject([{ state: "resolved" }]);
    // Triops was away, and so was what sends to it.
    evaluator = restart();
    for (let minute = 70; minute <= 73; minute++) await world.evaluateAt(minute, evaluator);
    await world.send(caller, "up", { host_name: "a" }, 73, 90, () => 1);
    for (let minute = 74; minute <= 80; minute++) await world.evaluateAt(minute, evaluator);
    expect(await world.alertsOf(caller)).toHaveLength(1);
    // B never came back, and by now it could have.
    for (let minute = 81; minute <= 85; minute++) await world.evaluateAt(minute, evaluator);
    expect(await world.alertsOf(caller)).toMatchObject([{ state: "resolved" }, { state: "open" }]);
    await remove.call(caller, { id });
  });

  it("of everything is one alert, not one per series", async () => {
    const caller = await world.newWorkspace();
    const { id } = await create.call(caller, silent);
    const hosts = Array.from({ length: 12 }, (_, i) => `host-${i}`);
    for (const host of hosts)
      await world.send(caller, "up", { host_name: host }, -20, 5 + hosts.indexOf(host) / 12, () => 1);
    const evaluator = restart();
    for (let minute = -9; minute <= 20; minute++) await world.evaluateAt(minute + 0.5, evaluator);
    const alerts = await world.alertsOf(caller);
    expect(alerts.map((alert) => alert.title)).toEqual(["Host is silent: no data arrives at all"]);
    for (const host of hosts) await world.send(caller, "up", { host_name: host }, 20, 32, () => 1);
    for (let minute = 21; minute <= 31; minute++) await world.evaluateAt(minute + 0.5, evaluator);
    expect(await world.alertsOf(caller)).toMatchObject([{ state: "resolved" }]);
    await remove.call(caller, { id });
  });
});
