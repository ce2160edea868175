import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { create as createKey } from "../api-keys/create.ts";
import { dropAlias } from "../models/aliases.ts";
import { setModelGate } from "../models/gate.ts";
import { get as getModel, versionHistory } from "../models/read.ts";
import { makeModel, makeVersion } from "../models/testing.ts";
import type { Caller } from "../runtime.ts";
import { bypass } from "./bypass.ts";
import { create } from "./create.ts";
import { approve, cancel, comment, recheck, reject } from "./decide.ts";
import { expire } from "./jobs.ts";
import { get, list, timeline } from "./read.ts";
import { makeCandidate, makePromotion } from "./testing.ts";

let harness: Harness;
let workspace: TestWorkspace;
let ann: Caller;
let bob: Caller;
let owner: Caller;

beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  ann = await harness.callerAs(workspace, "editor");
  bob = await harness.callerAs(workspace, "editor");
  owner = await harness.callerAs(workspace, "owner");
});
afterAll(() => harness?.close());

/** A request of Ann's that waits for somebody: its trial could not run, and need not. */
async function waiting(given?: { modelId: string; version: number }) {
  const { modelId, version } = given ?? (await makeCandidate(ann));
  const { id } = await create.call(ann, { modelId, alias: "champion", version });
  await harness.settle();
  return get.call(ann, { id });
}
const champion = async (id: string) =>
  (await getModel.call(ann, { id })).aliases.find(({ alias }) => alias === "champion")?.version ?? null;

describe("a request", () => {
  it("moves the alias when a second person approves it, and tells so everywhere", async () => {
    const promotion = await waiting();
    expect(promotion).toMatchObject({ state: "waiting", fromVersion: null });
    expect(promotion.checks.map(({ name, state }) => [name, state])).toEqual([
      ["signature", "not_run"],
      ["metrics", "passed"],
      ["smoke", "not_run"],
    ]);
    expect(await champion(promotion.modelId)).toBeNull();
    const after = await approve.call(bob, { id: promotion.id, note: "Fine" });
    expect(after).toMatchObject({ state: "approved", decidedByName: bob.context.actor.name, note: "Fine" });
    expect(await champion(promotion.modelId)).toBe(1);
    const kinds = (await timeline.call(ann, { id: promotion.id })).data.map(({ kind }) => kind);
    expect(kinds).toEqual(["approved", "checked", "requested"]);
    const history = await versionHistory.call(ann, { id: promotion.versionId ?? "" });
    expect(history.data.map(({ verb }) => verb)).toContain("promotions.approve");
    const events = await harness.runtime.database.outboxEvent.findMany({
      where: { workspaceId: workspace.id, type: "models.alias-moved" },
    });
    expect(events.at(-1)?.payload).toMatchObject({
      alias: "champion",
      toVersion: 1,
      promotionId: promotion.id,
    });
  });
  it("403 to approve or reject one's own", async () => {
    const { id } = await waiting();
    await expect(approve.call(ann, { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(reject.call(ann, { id, note: "No" })).rejects.toMatchObject({ code: "forbidden" });
  });
  it("403 to approve what one's own key asked for, and for a key to approve", async () => {
    const { modelId, version } = await makeCandidate(ann);
    const { id: keyId } = await createKey.call(owner, { name: "Trainer", scopes: ["write"] });
    const key = harness.callerWith(workspace, ["read", "write"]);
    const machine: Caller = {
      ...key,
      context: { ...key.context, actor: { ...key.context.actor, id: keyId } as never },
    };
    const { id } = await create.call(machine, { modelId, alias: "champion", version });
    await harness.settle();
    await expect(approve.call(owner, { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(approve.call(machine, { id })).rejects.toMatchObject({ code: "forbidden" });
    expect((await approve.call(bob, { id })).state).toBe("approved");
  });
  it("is decided once, when ten people press at the same moment", async () => {
    const { id, modelId } = await waiting();
    const results = await Promise.allSettled(
      Array.from({ length: 10 }, (_, i) =>
        i % 2 ? approve.call(bob, { id }) : reject.call(bob, { id, note: "No" }),
      ),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const { state } = await get.call(ann, { id });
    expect(await champion(modelId)).toBe(state === "approved" ? 1 : null);
  });
  it("409 for the same one twice, for what is not protected, and for where the alias points already", async () => {
    const { modelId } = await waiting();
    const refused = { code: "conflict" };
    await expect(create.call(bob, { modelId, alias: "champion", version: 1 })).rejects.toMatchObject(refused);
    await expect(create.call(ann, { modelId, alias: "next", version: 1 })).rejects.toMatchObject(refused);
    await bypass.call(owner, { modelId, alias: "champion", version: 1, reason: "Down" });
    await expect(create.call(ann, { modelId, alias: "champion", version: 1 })).rejects.toMatchObject(refused);
  });
  it("can be cancelled and commented on; then nobody decides it any more", async () => {
    const { id, modelId } = await waiting();
    await comment.call(bob, { id, text: "Why now?" });
    expect((await cancel.call(ann, { id })).state).toBe("cancelled");
    await expect(approve.call(bob, { id })).rejects.toMatchObject({ code: "conflict" });
    expect(await waiting({ modelId, version: 1 })).toMatchObject({ state: "waiting" });
    expect((await list.call(ann, { modelId, state: "open" })).data).toHaveLength(1);
  });
  it("expires, and then moves nothing", async () => {
    const { id } = await waiting();
    await harness.runtime.database.promotion.update({
      where: { id },
      data: { expiresAt: new Date(0) },
    });
    await expect(approve.call(bob, { id })).rejects.toMatchObject({ code: "conflict" });
    await harness.queue.enqueue(expire, {});
    await harness.settle();
    expect((await get.call(ann, { id })).state).toBe("expired");
  });
  it("asks to take the alias away too", async () => {
    const { modelId } = await makeCandidate(ann);
    await bypass.call(owner, { modelId, alias: "champion", version: 1, reason: "First" });
    const { id } = await create.call(ann, { modelId, alias: "champion", version: null });
    await approve.call(bob, { id });
    expect(await champion(modelId)).toBeNull();
    await expect(dropAlias.call(bob, { id: modelId, alias: "champion" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("checks", () => {
  const comparison = { metric: "auc", direction: "higher" } as const;

  it("that fail keep the request from being approved; a recheck sees what was measured since", async () => {
    const { id: modelId } = await makeModel(ann);
    const checks = { requireSignature: false, requiredMetrics: ["auc"] };
    await setModelGate.call(owner, { id: modelId, protectedAliases: ["champion"], checks });
    const runId = await makeRun();
    await makeVersion(ann, { modelId, runId: hex(runId) });
    const { id, state } = await waiting({ modelId, version: 1 });
    expect(state).toBe("failed");
    await expect(approve.call(bob, { id })).rejects.toMatchObject({
      code: "conflict",
      message: "A check did not pass",
    });
    await measure(runId, "auc", 0.9);
    expect((await recheck.call(ann, { id })).state).toBe("checking");
    await harness.settle();
    expect((await approve.call(bob, { id })).state).toBe("approved");
  });

  it("run again at the approval when the champion moved meanwhile", async () => {
    const { id: modelId } = await makeModel(ann);
    const checks = { requireSignature: false, comparison };
    await setModelGate.call(owner, { id: modelId, protectedAliases: ["champion"], checks });
    for (const auc of [0.8, 0.85, 0.95]) {
      const runId = await makeRun();
      await measure(runId, "auc", auc);
      await makeVersion(ann, { modelId, runId: hex(runId) });
    }
    await bypass.call(owner, { modelId, alias: "champion", version: 1, reason: "First" });
    const promotion = await waiting({ modelId, version: 2 });
    expect(promotion).toMatchObject({ state: "waiting", fromVersion: 1 });
    await bypass.call(owner, { modelId, alias: "champion", version: 3, reason: "Better" });
    expect(await approve.call(bob, { id: promotion.id })).toMatchObject({
      state: "checking",
      fromVersion: 3,
    });
    await harness.settle();
    expect(await get.call(bob, { id: promotion.id })).toMatchObject({ state: "failed", fromVersion: 3 });
    expect(await champion(modelId)).toBe(3);
    await expect(approve.call(bob, { id: promotion.id })).rejects.toMatchObject({ code: "conflict" });
  });

  const hex = (id: string) => id.replaceAll("-", "");

  async function makeRun(): Promise<string> {
    const id = crypto.randomUUID();
    await harness.runtime.database.trainingRun.create({
      data: {
        id,
        workspaceId: workspace.id,
        experimentId: id,
        name: "run",
        userId: "ann",
        status: "FINISHED",
        startTimeMs: 1n,
        artifactUri: `mlflow-artifacts:/0/${hex(id)}/artifacts`,
      },
    });
    return id;
  }
  const measure = (runId: string, key: string, value: number) =>
    harness.runtime.database.runMetric.create({
      data: { runId, key, value, workspaceId: workspace.id, experimentId: runId, timestampMs: 1n, step: 0n },
    });
});

describe("a bypass", () => {
  it("moves the alias at once, for an owner, with a reason that stays", async () => {
    const { modelId } = await makeCandidate(ann);
    const done = await bypass.call(owner, { modelId, alias: "champion", version: 1, reason: "Outage" });
    expect(done).toMatchObject({ state: "bypassed", reason: "Outage" });
    expect(await champion(modelId)).toBe(1);
  });
  it("403 for an admin, 400 without a reason", async () => {
    const { modelId } = await makeCandidate(ann);
    const admin = await harness.callerAs(workspace, "admin");
    const input = { modelId, alias: "champion", version: 1, reason: "Outage" };
    await expect(bypass.call(admin, input)).rejects.toMatchObject({ code: "forbidden" });
    await expect(bypass.call(owner, { ...input, reason: " " })).rejects.toMatchObject({ code: "invalid" });
  });
});

it("404 for a request of another workspace", async () => {
  const stranger = await harness.callerAs(await harness.makeWorkspace(), "owner");
  const { id } = await makePromotion(stranger);
  await expect(approve.call(bob, { id })).rejects.toMatchObject({ code: "not_found" });
});
