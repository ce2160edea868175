import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { create } from "./create.ts";
import { preview } from "./preview.ts";
import { get, series } from "./read.ts";
import { at, createWorld, far, restart, usual, type World } from "./world.testing.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.harness.close());

const above = (value: number, forMinutes = 0) => ({
  kind: "threshold" as const,
  op: ">" as const,
  value,
  forMinutes,
});
const named = (name: string, promql: string, condition: object) => ({
  name,
  severity: "sev2" as const,
  signal: { promql },
  condition: condition as ReturnType<typeof above>,
});

describe("a monitor of a query", () => {
  it("judges each series of the result by itself, of its own workspace only", async () => {
    const caller = await world.newWorkspace();
    const other = await world.newWorkspace();
    const { id } = await create.call(caller, named("Share", "max by (host) (cpu) * 100", above(80, 2)));
    const evaluator = restart();
    for (const host of ["a", "b"]) await world.send(caller, "cpu", { host }, -5, 1, () => 0.2);
    await world.send(other, "cpu", { host: "c" }, -5, 20, () => 0.99);
    await world.evaluateAt(1.2, evaluator);
    await world.send(caller, "cpu", { host: "a" }, 1, 8, () => 0.9);
    await world.send(caller, "cpu", { host: "b" }, 1, 8, () => 0.2);
    await world.evaluateMinutes(2, 5, evaluator);
    expect(await world.alertsOf(caller)).toMatchObject([
      { state: "open", title: "Share: a", severity: "sev2", value: 90 },
    ]);
    const [alert] = await world.alertsOf(caller);
    expect(alert?.evidence).toMatchObject({
      metric: "max by (host) (cpu) * 100",
      promql: "max by (host) (cpu) * 100",
    });
    await world.send(caller, "cpu", { host: "a" }, 8, 14, () => 0.2);
    await world.send(caller, "cpu", { host: "b" }, 8, 14, () => 0.2);
    await world.evaluateMinutes(9, 13, evaluator);
    expect(await world.alertsOf(caller)).toMatchObject([{ state: "resolved" }]);
    expect((await series.call(caller, { id })).data.map(({ labels }) => labels)).toEqual(
      expect.arrayContaining([{ host: "a" }, { host: "b" }]),
    );
  });
  it("is over when a comparison leaves its series out, also after a restart", async () => {
    const caller = await world.newWorkspace();
    await create.call(caller, named("Hot", "cpu > 0.8", above(0)));
    await world.send(caller, "cpu", { host_name: "a" }, -5, 3, () => 0.9);
    await world.evaluateMinutes(1, 2, restart());
    expect(await world.alertsOf(caller)).toMatchObject([{ state: "open", value: 0.9 }]);
    await world.send(caller, "cpu", { host_name: "a" }, 3, 8, () => 0.1);
    await world.evaluateMinutes(4, 6, restart());
    expect(await world.alertsOf(caller)).toMatchObject([{ state: "resolved" }]);
  });
  it("says why it cannot be carried out", async () => {
    const caller = await world.newWorkspace();
    const { id } = await create.call(caller, named("Twice", "cpu + on () cpu", above(0)));
    for (const host of ["a", "b"]) await world.send(caller, "cpu", { host }, -5, 3, () => 1);
    await world.evaluateAt(1.2, restart());
    const found = await get.call(caller, { id });
    expect(found.evaluationError).toMatch(/^The query cannot be carried out: .*many-to-many|duplicate/);
  });
  it("learns a baseline from the query's past", async () => {
    const caller = await world.newWorkspace();
    await world.send(caller, "cpu", { host_name: "a" }, -600, 10, usual);
    await create.call(caller, named("Odd", "avg(cpu)", { kind: "anomaly", forMinutes: 1 }));
    const evaluator = restart();
    await world.evaluateAt(1.2, evaluator);
    await world.evaluateAt(10.2, evaluator);
    await world.send(caller, "cpu", { host_name: "a" }, 10, 16, far);
    for (const minute of [11, 12, 13, 14, 15, 16]) await world.evaluateAt(minute + 0.2, evaluator);
    expect(await world.alertsOf(caller)).toMatchObject([{ state: "open", title: "Odd" }]);
  });
  it("is tried on its past", async () => {
    const caller = await world.newWorkspace();
    await world.send(caller, "cpu", { host_name: "a" }, -120, -60, () => 0.2);
    await world.send(caller, "cpu", { host_name: "a" }, -60, -40, () => 0.9);
    await world.send(caller, "cpu", { host_name: "a" }, -40, 0, () => 0.2);
    world.clock.set(at(0));
    const question = { days: 0.25, seriesMax: 6, condition: JSON.stringify(above(0)) };
    const shown = async (promql: string) =>
      preview.call(caller, { ...question, signal: JSON.stringify({ promql }) } as never);
    const result = await shown("cpu > 0.8");
    expect(result).toMatchObject({ complete: true, seriesTotal: 1, episodeCount: 1 });
    expect(result.series[0]?.episodes[0]?.to).not.toBeNull();
    await expect(shown("cpu >")).rejects.toThrow(/missing or wrong/);
  });
});
