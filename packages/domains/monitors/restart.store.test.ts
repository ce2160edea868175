import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Runtime } from "../runtime.ts";
import { create } from "./create.ts";
import { storeAll } from "./keep.ts";
import { get } from "./read.ts";
import { remove } from "./remove.ts";
import { at, busyAtOnce, createWorld, restart, unusual, usual, type World } from "./world.testing.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.harness.close());

describe("a restart", () => {
  it("goes on with the baselines that were put away, and tells nothing twice", async () => {
    const caller = await world.newWorkspace();
    await world.send(caller, "cpu", { host_name: "web-1" }, -600, 3, usual);
    const monitor = await create.call(caller, unusual);
    const first = restart();
    await world.evaluateMinutes(1, 3, first);
    await storeAll(world.harness.runtime, first, world.clock.now());
    const rows = () =>
      world.harness.runtime.database.monitorSeries.findMany({ where: { monitorId: monitor.id } });
    const [before] = await rows();
    expect(JSON.stringify(before?.memory).length).toBeLessThan(20_000);
    // History is gone: what the second process knows, it knows from the first.
    await world.harness.runtime.telemetry.command({ name: "test", sql: "TRUNCATE TABLE metric_samples" });
    await world.send(caller, "cpu", { host_name: "web-1" }, 3, 6, () => 0.9);
    const second = restart();
    await world.evaluateMinutes(4, 6, second);
    expect(await world.alertsOf(caller)).toMatchObject([{ state: "open", occurrences: 1 }]);
    const [alert] = await world.alertsOf(caller);
    const evidence = alert?.evidence as { trainedFrom: string } | undefined;
    expect(new Date(evidence?.trainedFrom ?? "").getTime()).toBeLessThan(at(-590).getTime());
    // Killed: nothing was put away since, and the minutes are judged again.
    await world.evaluateMinutes(6, 7, restart());
    expect(await world.alertsOf(caller)).toMatchObject([{ state: "open", occurrences: 1 }]);
    await remove.call(caller, { id: monitor.id });
  });

  it("in the middle of telling tells it once", async () => {
    const caller = await world.newWorkspace();
    const monitor = await create.call(caller, busyAtOnce);
    await world.send(caller, "cpu", { host_name: "web-1" }, -2, 1, () => 0.99);
    await world.send(caller, "cpu", { host_name: "web-2" }, -2, 1, () => 0.99);
    // The connection is lost after the events were written and before they were committed.
    const broken = restart();
    const dying = {
      ...world.harness.runtime,
      database: world.harness.runtime.database.$extends({
        query: {
          outboxEvent: {
            async createMany({ args, query }) {
              await query(args);
              throw new Error("killed");
            },
          },
        },
      }) as unknown as Runtime["database"],
    };
    expect(await world.evaluateAt(1, broken, dying)).toMatchObject({ failed: 1 });
    expect(await get.call(caller, { id: monitor.id })).toMatchObject({
      evaluationError: "Evaluation failed; the worker's log says more",
      evaluationErrorCount: 1,
    });
    expect(await world.alertsOf(caller)).toHaveLength(0);
    await world.evaluateAt(1.1, restart());
    await world.evaluateAt(1.4, restart());
    expect(await world.alertsOf(caller)).toMatchObject([{ occurrences: 1 }, { occurrences: 1 }]);
    expect(await world.incidentsOf(caller)).toHaveLength(2);
    expect((await get.call(caller, { id: monitor.id })).evaluationError).toBeNull();
    await remove.call(caller, { id: monitor.id });
  });

  it("leaves two processes that evaluate at once with one voice", async () => {
    const caller = await world.newWorkspace();
    const monitor = await create.call(caller, busyAtOnce);
    await world.send(caller, "cpu", { host_name: "web-1" }, -2, 0, () => 0.1);
    const [one, two] = [restart(), restart()];
    await world.evaluateAt(0.1, one);
    await world.evaluateAt(0.4, two);
    await world.send(caller, "cpu", { host_name: "web-1" }, 0, 1, () => 0.99);
    await Promise.all([world.evaluateAt(1, one), world.evaluateAt(1, two)]);
    expect(await world.alertsOf(caller)).toMatchObject([{ occurrences: 1 }]);
    await remove.call(caller, { id: monitor.id });
  });
});
