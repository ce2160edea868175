import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { create as createKey } from "../api-keys/create.ts";
import { setLabel } from "../prompts/labels.ts";
import { get as getPrompt, labelMoves } from "../prompts/read.ts";
import { remove } from "../prompts/remove.ts";
import type { Caller } from "../runtime.ts";
import { bypass, create } from "./create.ts";
import { approve, cancel, comment, recheck, reject } from "./decide.ts";
import { expire } from "./jobs.ts";
import { evidence, get, list, timeline } from "./read.ts";
import { makeCandidate, makeLabelRequest } from "./testing.ts";

let harness: Harness;
let workspace: TestWorkspace;
let ann: Caller;
let bob: Caller;
let owner: Caller;
beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  workspace = await harness.makeWorkspace();
  ann = await harness.callerAs(workspace, "editor");
  bob = await harness.callerAs(workspace, "editor");
  owner = await harness.callerAs(workspace, "owner");
});
afterAll(() => harness?.close());

const production = async (id: string) =>
  (await getPrompt.call(ann, { id })).labels.find(({ label }) => label === "production")?.version ?? null;

describe("a request", () => {
  it("moves the label when a second person approves it, and its history says by what", async () => {
    const request = await makeLabelRequest(ann);
    expect(request).toMatchObject({ state: "waiting", fromVersion: 1, version: 2 });
    expect(request.checks.map(({ name, state }) => [name, state])).toEqual([
      ["composition", "passed"],
      ["variables", "passed"],
      ["renders", "passed"],
    ]);
    expect(await production(request.promptId)).toBe(1);
    expect(await approve.call(bob, { id: request.id, note: "Fine" })).toMatchObject({ state: "approved" });
    expect(await production(request.promptId)).toBe(2);
    const [move] = (await labelMoves.call(ann, { id: request.promptId })).data;
    expect(move).toMatchObject({
      toVersion: 2,
      labelRequestId: request.id,
      actorName: bob.context.actor.name,
    });
    const kinds = (await timeline.call(ann, { id: request.id })).data.map(({ kind }) => kind);
    expect(kinds).toEqual(["approved", "requested"]);
  });
  it("403 to approve or reject one's own, and for a key of one's own", async () => {
    const { id } = await makeLabelRequest(ann);
    await expect(approve.call(ann, { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(reject.call(ann, { id, note: "No" })).rejects.toMatchObject({ code: "forbidden" });
    const { id: keyId } = await createKey.call(owner, { name: "robot", scopes: ["read", "write"] });
    const robot: Caller = {
      ...ann,
      context: { ...ann.context, actor: { kind: "apiKey", id: keyId, name: "robot", scopes: ["write"] } },
    };
    await expect(approve.call(robot, { id })).rejects.toMatchObject({ code: "forbidden" });
    const { promptId, version } = await makeCandidate(robot);
    const asked = await create.call(robot, { promptId, label: "production", version });
    expect(asked.requesterId).toBe(owner.context.actor.id);
    await expect(approve.call(owner, { id: asked.id })).rejects.toMatchObject({ code: "forbidden" });
  });
  it("conflict when the same is asked twice, and when it was decided", async () => {
    const { id, promptId, version } = await makeLabelRequest(ann);
    await expect(create.call(bob, { promptId, label: "production", version })).rejects.toMatchObject({
      code: "conflict",
    });
    await cancel.call(ann, { id });
    await expect(approve.call(bob, { id })).rejects.toMatchObject({ code: "conflict" });
    await expect(create.call(ann, { promptId, label: "staging", version })).rejects.toMatchObject({
      code: "conflict",
    });
  });
  it("fails its checks where callers would be refused, and cannot be approved then", async () => {
    const { promptId, version } = await makeCandidate(ann, { template: "Good day {{title}} {{name}}" });
    const request = await create.call(ann, { promptId, label: "production", version });
    expect(request.state).toBe("failed");
    expect(request.checks[1]?.detail).toContain("title is new and must be given");
    await expect(approve.call(bob, { id: request.id })).rejects.toMatchObject({ code: "conflict" });
    expect(await recheck.call(ann, { id: request.id })).toMatchObject({ state: "failed" });
    await comment.call(bob, { id: request.id, text: "Give it a default" });
    expect(await reject.call(bob, { id: request.id, note: "No" })).toMatchObject({ state: "rejected" });
  });
  it("is judged again instead of approved when the label moved meanwhile", async () => {
    const request = await makeLabelRequest(ann);
    const { promptId } = request;
    await bypass.call(owner, { promptId, label: "production", version: null, reason: "Stop it" });
    const after = await approve.call(bob, { id: request.id });
    expect(after).toMatchObject({ state: "waiting", fromVersion: null });
    expect(await production(promptId)).toBeNull();
    expect(await approve.call(bob, { id: request.id })).toMatchObject({ state: "approved" });
    expect(await production(promptId)).toBe(2);
  });
  it("expires when nobody decides in time", async () => {
    const { id } = await makeLabelRequest(ann);
    await harness.runtime.database.labelRequest.updateMany({
      where: { id },
      data: { expiresAt: new Date(harness.runtime.clock.now().getTime() - 1_000) },
    });
    await harness.queue.enqueue(expire, {});
    await harness.settle();
    expect(await get.call(ann, { id })).toMatchObject({ state: "expired" });
  });
});

describe("an owner", () => {
  it("moves it without an approval, with a reason that stays", async () => {
    const { promptId, version } = await makeCandidate(ann);
    const asked = { promptId, label: "production", version, reason: "Wrong prices in version 1" };
    await expect(bypass.call(ann, asked)).rejects.toMatchObject({ code: "forbidden" });
    expect(await bypass.call(owner, asked)).toMatchObject({ state: "bypassed", reason: asked.reason });
    expect(await production(promptId)).toBe(2);
    await expect(
      setLabel.call(owner, { id: promptId, label: "production", version: 1 }),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(remove.call(owner, { id: promptId })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("evidence", () => {
  it("shows both versions, and stays as it was once it is decided", async () => {
    const request = await makeLabelRequest(ann);
    const open = await evidence.call(ann, { id: request.id });
    expect(open).toMatchObject({
      frozen: false,
      current: { version: 1, template: "Hello {{name}}", figures: null },
      candidate: { version: 2, template: "Good day {{name}}" },
    });
    await approve.call(bob, { id: request.id });
    await harness.settle();
    expect(await evidence.call(ann, { id: request.id })).toMatchObject({ frozen: true });
    expect((await list.call(ann, { state: "open", promptId: request.promptId })).data).toEqual([]);
  });
});
