import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { preview } from "./preview.ts";
import { list } from "./read.ts";
import { at, busy, createWorld, unusual, usual, type World } from "./world.testing.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.harness.close());

describe("a preview", () => {
  it("shows what would have happened, and stores nothing", async () => {
    const caller = await world.newWorkspace();
    await world.send(caller, "cpu", { host_name: "web-1" }, -1_200, -60, usual);
    await world.send(caller, "cpu", { host_name: "web-1" }, -60, -50, () => 0.97);
    await world.send(caller, "cpu", { host_name: "web-1" }, -50, 0, usual);
    const { signal } = busy;
    const threshold = await preview.call(caller, { signal, condition: busy.condition, days: 1 });
    expect(threshold).toMatchObject({ complete: true, seriesTotal: 1, episodeCount: 1 });
    expect(threshold.series[0]?.episodes).toMatchObject([
      { from: at(-60).toISOString(), to: at(-50).toISOString(), value: expect.closeTo(0.97, 9) },
    ]);
    expect(Math.max(...(threshold.series[0]?.max ?? []).map((value) => value ?? 0))).toBeCloseTo(0.97, 9);
    const anomaly = await preview.call(caller, {
      signal: JSON.stringify(signal),
      condition: JSON.stringify(unusual.condition),
      days: "1",
    } as never);
    expect(anomaly.episodeCount).toBe(1);
    const { upper, learningUntil } = anomaly.series[0] ?? {};
    expect(upper?.at(-1)).toBeGreaterThan(0.3);
    expect(learningUntil).not.toBeNull();
    expect((await list.call(caller, {})).data).toEqual([]);
    expect(await world.alertsOf(caller)).toEqual([]);
    const other = await world.newWorkspace();
    expect(await preview.call(other, { signal, condition: busy.condition })).toMatchObject({
      seriesTotal: 0,
    });
  });
});
