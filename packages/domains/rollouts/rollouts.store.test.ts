import { manualClock } from "@triops/kernel/clock";
import { putPredictions, type TestPrediction } from "@triops/telemetry/predictions/testing";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { list as alerts } from "../alerts/read.ts";
import { gatherOwn } from "../changes/gather-own.ts";
import { list as changes } from "../changes/read.ts";
import { get as deployment, revisions } from "../deployments/read.ts";
import { rollBack as rollBackDeployment } from "../deployments/roll-back.ts";
import { route } from "../deployments/route.ts";
import { publishAllDeployments } from "../deployments/snapshot.ts";
import { publishedDeployment, publishedDeploymentsHash } from "../deployments/snapshot-schemas.ts";
import { outsideVariant } from "../deployments/testing.ts";
import { inTransaction } from "../work.ts";
import { evaluate, evaluateRollout } from "./evaluate.ts";
import { moveOn } from "./moves.ts";
import { get, timeline } from "./read.ts";
import { defaultGuards, type Rollout } from "./schemas.ts";
import { advance, cancel, pause, resume, rollBack } from "./steer.ts";
import { requireRollout } from "./store.ts";
import { makeRollout } from "./testing.ts";

// Near now: counts are kept for 400 days.
const clock = manualClock(new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString());
const minuteMs = 60_000;
let harness: Harness;
let workspace: TestWorkspace;

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true, clock });
});
beforeEach(async () => {
  workspace = await harness.makeWorkspace();
});
afterAll(() => harness?.close());

const caller = () => harness.systemCaller(workspace);
const two = {
  steps: [
    { weight: 10, minutes: 5 },
    { weight: 100, minutes: 5 },
  ],
};
const start = (policy: object = {}) => makeRollout(caller(), { policy: { ...two, ...policy } });
const weights = async ({ deploymentId }: Rollout) =>
  (await deployment.call(caller(), { id: deploymentId })).variants.map(
    (one) => `${one.role} ${one.version} ${one.weight}`,
  );
const look = async ({ id }: Rollout) =>
  evaluateRollout(harness.runtime, await requireRollout(caller().runtime.database as never, id));
const now = ({ id }: Rollout) => get.call(caller(), { id });

/** What both sides answered since a minute ago. */
async function answered(
  rollout: Rollout,
  canary: Partial<TestPrediction>,
  count = 300,
  more: Partial<TestPrediction> = {},
) {
  const time = (i: number) => new Date(clock.now().getTime() - minuteMs + Math.floor((i * 50_000) / count));
  const one = (i: number, given: Partial<TestPrediction>): TestPrediction => ({
    deployment: rollout.deploymentName,
    time: time(i),
    output: { score: ((i * 37) % count) / count },
    latencyMs: 10 + (i % 7),
    ...given,
  });
  await putPredictions(
    harness.runtime.telemetry,
    workspace.id,
    Array.from({ length: count }, (_, i) => [
      one(i, { role: "canary", variant: rollout.canary.variantId, version: "2", ...canary }),
      one(i, { role: "champion", variant: rollout.champion.variantId, ...more }),
    ]).flat(),
  );
}

describe("a rollout whose canary does well", () => {
  it("goes step by step until the canary is the champion", async () => {
    const rollout = await start();
    expect(await weights(rollout)).toEqual(["champion 1 90", "canary 2 10"]);
    clock.advanceMs(2 * minuteMs);
    await answered(rollout, {});
    expect(await look(rollout)).toMatchObject({ do: "stay" });
    clock.advanceMs(4 * minuteMs);
    expect((await look(rollout)).do).toBe("advance");
    expect(await weights(rollout)).toEqual(["champion 1 0", "canary 2 100"]);
    clock.advanceMs(6 * minuteMs);
    // The champion answers nothing any more: it is known by the step before.
    await answered(rollout, {});
    expect((await look(rollout)).do).toBe("complete");
    expect(await weights(rollout)).toEqual(["champion 2 100"]);
    expect(await now(rollout)).toMatchObject({ state: "completed", endedAt: expect.any(String) });
    expect((await timeline.call(caller(), { id: rollout.id })).data.map(({ kind }) => kind)).toEqual([
      "completed",
      "advanced",
      "started",
    ]);
    const { data } = await revisions.call(caller(), { id: rollout.deploymentId });
    expect(data.map(({ kind }) => kind)).toEqual([
      "rollout_completed",
      "rollout_step",
      "rollout_started",
      "created",
    ]);
    const json = await harness.runtime.redis.hget(publishedDeploymentsHash, rollout.deploymentId);
    expect(publishedDeployment.parse(JSON.parse(json ?? "")).variants).toMatchObject([
      { modelVersion: "2", weight: 100 },
    ]);
  });

  it("waits for samples, and is paused when they do not come", async () => {
    const rollout = await start({ waitMinutesMax: 10 });
    clock.advanceMs(14 * minuteMs);
    expect((await look(rollout)).do).toBe("stay");
    clock.advanceMs(2 * minuteMs);
    expect((await look(rollout)).do).toBe("pause");
    expect(await weights(rollout)).toEqual(["champion 1 90", "canary 2 10"]);
  });
});

describe("a canary that does harm is taken back at once", () => {
  it.each([
    ["errors", { error: "crash" }, "fail"],
    ["latency", { latencyMs: 400 }, "ms"],
    ["answers", { output: { score: 0.99 } }, "apart"],
  ])("for its %s, with a change and an alert", async (_, canary, text) => {
    const rollout = await start();
    clock.advanceMs(2 * minuteMs);
    await answered(rollout, canary, 400);
    await evaluate.run({
      services: harness.runtime,
      signal: new AbortController().signal,
      log: harness.runtime.log,
    } as never);
    await harness.settle();
    expect(await weights(rollout)).toEqual(["champion 1 100"]);
    const after = await now(rollout);
    expect(after).toMatchObject({ state: "rolled_back", reason: expect.stringContaining(text) });
    expect(after.findings.some(({ state }) => state === "breached")).toBe(true);
    expect((await deployment.call(caller(), { id: rollout.deploymentId })).rolloutId).toBeNull();
    expect((await alerts.call(caller(), { state: "open" })).data).toMatchObject([
      {
        source: "rollout",
        title: expect.stringContaining("was rolled back"),
        evidence: { rolloutId: rollout.id },
      },
    ]);
    await gatherOwn.run({ services: harness.runtime, signal: new AbortController().signal } as never);
    const recorded = (await changes.call(caller(), {})).data.find(({ kind }) => kind === "rollback");
    expect(recorded).toMatchObject({ target: rollout.deploymentName, actor: "Triops" });
  });

  it("also while a person has paused it", async () => {
    const rollout = await start();
    await pause.call(caller(), { id: rollout.id });
    clock.advanceMs(2 * minuteMs);
    await answered(rollout, { error: "crash" });
    expect((await look(rollout)).do).toBe("rollback");
    expect(await now(rollout)).toMatchObject({ state: "rolled_back" });
  });

  it("or waits for a person where the guard says so; resumed, the alert is over and counts begin anew", async () => {
    const guards = [{ ...defaultGuards[0], onBreach: "pause" as const }];
    const rollout = await start({ guards });
    clock.advanceMs(2 * minuteMs);
    await answered(rollout, { error: "crash" });
    expect((await look(rollout)).do).toBe("pause");
    await harness.settle();
    expect((await alerts.call(caller(), { state: "open" })).data).toHaveLength(1);
    clock.advanceMs(minuteMs);
    await resume.call(caller(), { id: rollout.id });
    await harness.settle();
    expect((await alerts.call(caller(), { state: "open" })).data).toEqual([]);
    expect((await look(rollout)).do).toBe("stay");
    expect(await now(rollout)).toMatchObject({ state: "running" });
  });
});

describe("nothing is half moved", () => {
  it("of several workers that move it at once one does, and the others undo everything", async () => {
    const rollout = await start({ guards: [] });
    clock.advanceMs(6 * minuteMs);
    const row = await requireRollout(harness.runtime.database as never, rollout.id);
    const tries = await Promise.allSettled(
      Array.from({ length: 4 }, () =>
        inTransaction(caller(), "rollouts.advance", (work) => moveOn(work, row, { reason: "time" })),
      ),
    );
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await now(rollout)).toMatchObject({ stepIndex: 1 });
    expect(await weights(rollout)).toEqual(["champion 1 0", "canary 2 100"]);
    const kinds = (await timeline.call(caller(), { id: rollout.id })).data.map(({ kind }) => kind);
    expect(kinds).toEqual(["advanced", "started"]);
    expect((await revisions.call(caller(), { id: rollout.deploymentId })).data).toHaveLength(3);
  });

  it("by a worker that dies in the middle of a move", async () => {
    const rollout = await start({ guards: [] });
    const row = await requireRollout(harness.runtime.database as never, rollout.id);
    const dying = inTransaction(caller(), "rollouts.advance", async (work) => {
      await moveOn(work, row, { reason: "time" });
      throw new Error("killed");
    });
    await expect(dying).rejects.toThrow("killed");
    expect(await now(rollout)).toMatchObject({ stepIndex: 0, state: "running" });
    expect(await weights(rollout)).toEqual(["champion 1 90", "canary 2 10"]);
    expect((await revisions.call(caller(), { id: rollout.deploymentId })).data).toHaveLength(2);
  });

  it("when Redis is away: the ledger has moved, and the next sweep tells the gateways", async () => {
    const rollout = await start({ guards: [] });
    const { redis } = harness.runtime;
    const before = await redis.hget(publishedDeploymentsHash, rollout.deploymentId);
    const away = {
      ...harness.runtime,
      redis: new Proxy(redis, { get: () => () => Promise.reject(new Error("away")) }),
    };
    await rollBack.call({ ...caller(), runtime: away as never }, { id: rollout.id }).catch(() => {});
    expect(await weights(rollout)).toEqual(["champion 1 100"]);
    expect(await redis.hget(publishedDeploymentsHash, rollout.deploymentId)).toBe(before);
    await publishAllDeployments(harness.runtime);
    const after = await redis.hget(publishedDeploymentsHash, rollout.deploymentId);
    expect(publishedDeployment.parse(JSON.parse(after ?? "")).variants).toHaveLength(1);
  });
});

describe("by hand", () => {
  it("advance, pause, resume, cancel and roll back, each once", async () => {
    const rollout = await start();
    const { id } = rollout;
    await pause.call(caller(), { id });
    await expect(pause.call(caller(), { id })).rejects.toMatchObject({ code: "conflict" });
    await resume.call(caller(), { id, reason: "seen" });
    await advance.call(caller(), { id });
    expect(await weights(rollout)).toEqual(["champion 1 0", "canary 2 100"]);
    await cancel.call(caller(), { id });
    expect(await weights(rollout)).toEqual(["champion 1 0", "canary 2 100"]);
    await expect(rollBack.call(caller(), { id })).rejects.toMatchObject({ code: "conflict" });
    await route.call(caller(), { id: rollout.deploymentId, variants: [outsideVariant("3")] });
  });

  it("the deployment is not routed meanwhile, and rolling it back ends the rollout", async () => {
    const rollout = await start();
    const { deploymentId: id } = rollout;
    const routing = route.call(caller(), { id, variants: [outsideVariant("3")] });
    await expect(routing).rejects.toMatchObject({ code: "conflict" });
    await expect(makeRollout(caller(), {}).then(() => 1)).resolves.toBe(1);
    await rollBackDeployment.call(caller(), { id });
    expect(await weights(rollout)).toEqual(["champion 1 100"]);
    await harness.settle();
    expect(await now(rollout)).toMatchObject({ state: "rolled_back", endedAt: expect.any(String) });
  });
});
