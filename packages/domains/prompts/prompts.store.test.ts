import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { closeBranch, createBranch, mergeBranch, previewMerge } from "./branches.ts";
import { create, createVersion } from "./create.ts";
import { setGate } from "./gate.ts";
import { dropLabel, setLabel } from "./labels.ts";
import { dependants, folders, get, getByNumber, labelMoves, list, listVersions } from "./read.ts";
import { remove, removeVersion } from "./remove.ts";
import { makePrompt, makeVersion } from "./testing.ts";
import { archive, restore, update } from "./update.ts";

let harness: Harness;
let workspace: TestWorkspace;
let ann: Caller;
let owner: Caller;
beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  ann = await harness.callerAs(workspace, "editor");
  owner = await harness.callerAs(workspace, "owner");
});
afterAll(() => harness?.close());

let made = 0;
const text = (template: string, more: Record<string, unknown> = {}) =>
  create.call(ann, { name: `t/${++made}`, template, ...more } as never);
const commitText = (promptId: string, template: string, more: Record<string, unknown> = {}) =>
  createVersion.call(ann, { promptId, template, ...more } as never);

describe("versions", () => {
  it("are numbered from 1, keep what they say, and latest is the newest on main", async () => {
    const { id, name } = await text("one {{a}}", { message: "First", config: { temperature: 0 } });
    await commitText(id, "two {{a}}");
    const { data } = await listVersions.call(ann, { promptId: id });
    expect(data.map(({ version, labels, parentVersion }) => [version, labels, parentVersion])).toEqual([
      [2, ["latest"], 1],
      [1, [], null],
    ]);
    const first = await getByNumber.call(ann, { name, version: 1 });
    expect(first).toMatchObject({ template: "one {{a}}", message: "First", config: { temperature: 0 } });
    expect(first.variables).toMatchObject({ required: ["a"] });
  });
  it("conflict when the branch moved on since it was read", async () => {
    const { id } = await text("one");
    await commitText(id, "two", { parentVersion: 1 });
    await expect(commitText(id, "also two", { parentVersion: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
  });
  it("get numbers of their own when many commit at once", async () => {
    const { id } = await text("one");
    const all = await Promise.all(["a", "b", "c", "d"].map((said) => commitText(id, said)));
    expect(all.map(({ version }) => version).sort()).toEqual([2, 3, 4, 5]);
  });
  it("invalid for a template that cannot be read, and for another type", async () => {
    await expect(text("{{#open}}")).rejects.toMatchObject({ code: "invalid" });
    const { id } = await text("one");
    await expect(
      createVersion.call(ann, { promptId: id, template: [{ role: "user", content: "x" }] } as never),
    ).rejects.toMatchObject({ code: "invalid" });
  });
  it("keep the numbers of those that were deleted", async () => {
    const { id } = await text("one");
    const second = await commitText(id, "two");
    await removeVersion.call(ann, { id: second.id });
    expect((await get.call(ann, { id })).latest?.version).toBe(1);
    expect((await commitText(id, "three")).version).toBe(3);
  });
});

describe("labels", () => {
  it("are unique across versions and move with a history and an event", async () => {
    const { id } = await text("one");
    await commitText(id, "two");
    await setLabel.call(ann, { id, label: "staging", version: 1 });
    const after = await setLabel.call(ann, { id, label: "staging", version: 2, from: 1 });
    expect(after.labels.map(({ label, version }) => [label, version])).toEqual([["staging", 2]]);
    const moves = await labelMoves.call(ann, { id });
    expect(moves.data.map(({ fromVersion, toVersion }) => [fromVersion, toVersion])).toEqual([
      [1, 2],
      [null, 1],
    ]);
    const events = await harness.runtime.database.outboxEvent.findMany({
      where: { workspaceId: workspace.id, type: "prompts.label-moved" },
    });
    expect(events.at(-1)?.payload).toMatchObject({ promptId: id, label: "staging", toVersion: 2 });
  });
  it("conflict when the label is not where it was seen", async () => {
    const { id } = await text("one");
    await commitText(id, "two");
    await setLabel.call(ann, { id, label: "staging", version: 2 });
    await expect(setLabel.call(ann, { id, label: "staging", version: 1, from: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
  });
  it("invalid for latest, which moves by itself", async () => {
    const { id } = await text("one");
    await expect(setLabel.call(ann, { id, label: "latest", version: 1 })).rejects.toMatchObject({
      code: "invalid",
    });
  });
  it("403 with the request's address for a protected one, whichever way it is asked for", async () => {
    const { id, name } = await text("one", { labels: ["production"] });
    const second = await commitText(id, "two");
    const refused = {
      code: "forbidden",
      message: expect.stringContaining(
        `/prompts/${encodeURIComponent(name)}?view=versions&request=production`,
      ),
    };
    await expect(setLabel.call(owner, { id, label: "production", version: 2 })).rejects.toMatchObject(
      refused,
    );
    await expect(dropLabel.call(owner, { id, label: "production" })).rejects.toMatchObject(refused);
    await expect(commitText(id, "three", { labels: ["production"] })).rejects.toMatchObject(refused);
    expect((await get.call(ann, { id })).latest?.version).toBe(2);
    await expect(remove.call(owner, { id })).rejects.toMatchObject({ code: "forbidden" });
    await expect(update.call(owner, { id, name: "elsewhere" })).rejects.toMatchObject({ code: "forbidden" });
    const [first] = (await listVersions.call(ann, { promptId: id })).data.filter(
      ({ version }) => version === 1,
    );
    await expect(removeVersion.call(owner, { id: first?.id ?? "" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await removeVersion.call(ann, { id: second.id });
  });
  it("403 for the first version too once the workspace says so; only an owner says so", async () => {
    const other = await harness.makeWorkspace();
    const boss = await harness.callerAs(other, "owner");
    const admin = await harness.callerAs(other, "admin");
    const strict = { protectedLabels: ["production", "live"], allowAtCreation: false };
    await expect(setGate.call(admin, strict)).rejects.toMatchObject({ code: "forbidden" });
    await setGate.call(boss, strict);
    const born = { name: "p", template: "x", labels: ["live"] };
    await expect(create.call(boss, born as never)).rejects.toMatchObject({ code: "forbidden" });
    expect((await list.call(boss, {})).data).toEqual([]);
  });
});

describe("branches", () => {
  it("have a head of their own and become a version of main when they are merged", async () => {
    const { id } = await text("one\ntwo\nthree");
    await createBranch.call(ann, { id, name: "shorter" });
    await commitText(id, "one\ntwo\nTHREE", { branch: "shorter" });
    await commitText(id, "ONE\ntwo\nthree");
    expect((await get.call(ann, { id })).latest?.version).toBe(3);
    const preview = await previewMerge.call(ann, { id, branch: "shorter" });
    expect(preview).toMatchObject({
      template: "ONE\ntwo\nTHREE",
      conflicts: [],
      mainVersion: 3,
      branchVersion: 2,
    });
    const merged = await mergeBranch.call(ann, { id, branch: "shorter", mainVersion: 3 });
    expect(merged).toMatchObject({ version: 4, branch: "main", parentVersion: 3, mergedVersion: 2 });
    await expect(mergeBranch.call(ann, { id, branch: "shorter" })).rejects.toMatchObject({
      code: "conflict",
    });
  });
  it("conflict where both changed the same, until somebody says what it shall be", async () => {
    const { id } = await text("same");
    await createBranch.call(ann, { id, name: "other" });
    await commitText(id, "theirs", { branch: "other" });
    await commitText(id, "ours");
    const preview = await previewMerge.call(ann, { id, branch: "other" });
    expect(preview.conflicts).toEqual([{ path: "text", base: "same", main: "ours", branch: "theirs" }]);
    await expect(mergeBranch.call(ann, { id, branch: "other" })).rejects.toMatchObject({ code: "conflict" });
    const resolved = { template: preview.template };
    await expect(mergeBranch.call(ann, { id, branch: "other", resolved } as never)).rejects.toMatchObject({
      code: "invalid",
    });
    const merged = await mergeBranch.call(ann, {
      id,
      branch: "other",
      resolved: { template: "both" },
    } as never);
    expect(merged.template).toBe("both");
  });
  it("can be closed, and then take nothing more", async () => {
    const { id } = await text("one");
    await createBranch.call(ann, { id, name: "idea" });
    await closeBranch.call(ann, { id, branch: "idea" });
    await expect(commitText(id, "two", { branch: "idea" })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("composition", () => {
  it("puts other prompts in place as their labels stand, and says which", async () => {
    const inner = await text("be kind", { labels: ["production"] });
    const outer = await text(`You must @@@langfusePrompt:name=${inner.name}|label=production@@@.`);
    const found = await getByNumber.call(ann, { name: outer.name, label: "latest" });
    expect(found.template).toBe("You must be kind.");
    expect(found.graph).toMatchObject({ root: { name: outer.name, version: 1 } });
    const { data } = await dependants.call(ann, { id: inner.id });
    expect(data).toMatchObject([{ promptName: outer.name, version: 1, label: "production" }]);
    await expect(remove.call(ann, { id: inner.id })).rejects.toMatchObject({ code: "forbidden" });
  });
  it("invalid for what is not there, and for a circle", async () => {
    await expect(text("@@@langfusePrompt:name=no/such|label=production@@@")).rejects.toMatchObject({
      code: "invalid",
      message: "Prompt dependency not found: no/such - label production",
    });
    const a = await text("a");
    const b = await text(`b @@@langfusePrompt:name=${a.name}|label=latest@@@`);
    await expect(
      commitText(a.id, `a @@@langfusePrompt:name=${b.name}|label=latest@@@`),
    ).rejects.toMatchObject({
      message: expect.stringContaining("Circular dependency"),
    });
    await expect(remove.call(ann, { id: a.id })).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("lists", () => {
  it("page by name and narrow by folder, tag, label and words", async () => {
    const other = await harness.makeWorkspace();
    const reader = await harness.callerAs(other, "editor");
    const make = (name: string, more = {}) => create.call(reader, { name, template: "x", ...more } as never);
    await make("support/reply", { tags: ["chat"], labels: ["staging"] });
    await make("support/eu/reply", { description: "For Europe" });
    await make("sales");
    const names = async (input: object) => (await list.call(reader, input)).data.map(({ name }) => name);
    expect(await names({})).toEqual(["sales", "support/eu/reply", "support/reply"]);
    const page = await list.call(reader, { limit: 1 });
    expect(await names({ limit: 1, cursor: page.nextCursor })).toEqual(["support/eu/reply"]);
    expect(await names({ folder: "support" })).toHaveLength(2);
    expect(await names({ tag: "chat" })).toEqual(["support/reply"]);
    expect(await names({ label: "staging" })).toEqual(["support/reply"]);
    expect(await names({ search: "europe" })).toEqual(["support/eu/reply"]);
    expect((await folders.call(reader, {})).folders).toEqual([
      { folder: "support", prompts: 2 },
      { folder: "support/eu", prompts: 1 },
    ]);
  });
  it("leave out what is archived, which takes no commits until it is restored", async () => {
    const { id, name } = await makePrompt(ann);
    await archive.call(ann, { id });
    expect((await list.call(ann, { search: name })).data).toEqual([]);
    await expect(makeVersion(ann, id)).rejects.toMatchObject({ code: "conflict" });
    await restore.call(ann, { id });
    expect((await makeVersion(ann, id)).version).toBe(2);
  });
});
