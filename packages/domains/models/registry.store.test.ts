import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { dropAlias, setAlias } from "./aliases.ts";
import { create, rename, update } from "./create.ts";
import { createVersion } from "./create-version.ts";
import { readGate, setGate, setModelGate } from "./gate.ts";
import { get, getByName, getVersion, history, list, listVersions, versionHistory } from "./read.ts";
import { remove, removeVersion } from "./remove.ts";
import { deleteTag, deleteVersionTag, setTag, setVersionTag } from "./tags.ts";
import { makeModel, makeVersion } from "./testing.ts";
import { moveStage } from "./update-version.ts";

let harness: Harness;
let workspace: TestWorkspace;
let editor: Caller;
let owner: Caller;

beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  editor = await harness.callerAs(workspace, "editor");
  owner = await harness.callerAs(workspace, "owner");
});
afterAll(() => harness?.close());

const noSignature = { requireSignature: false };

describe("versions", () => {
  it("count up, also when many are added at once", async () => {
    const { id } = await makeModel(editor);
    const made = await Promise.all(Array.from({ length: 8 }, () => makeVersion(editor, { modelId: id })));
    expect(made.map(({ version }) => version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
  it("never share a number with one that was deleted", async () => {
    const one = await makeVersion(editor);
    await removeVersion.call(editor, { id: one.id });
    const two = await makeVersion(editor, { modelId: one.modelId });
    expect(two.version).toBe(2);
    await expect(getVersion.call(editor, { id: one.id })).rejects.toMatchObject({ code: "not_found" });
    expect((await get.call(editor, { id: one.modelId })).versions).toBe(1);
  });
  it.each([
    "/etc/passwd",
    "./here",
    "file:///srv/x",
    "C:\\models",
    "mlflow-artifacts:/0/../../x",
    "http://host/models/%2e%2e/x",
    "mlflow-artifacts:/0/%252e%252e%252fx",
    "s3:/bucket/a/../b",
    "mlflow-artifacts:/0/a%00",
  ])("400 for the source %s", async (source) => {
    const { id } = await makeModel(editor);
    await expect(createVersion.call(editor, { modelId: id, source })).rejects.toMatchObject({
      code: "invalid",
    });
  });
  it("keep the logged model that their source names, and refuse another", async () => {
    const { id } = await makeModel(editor);
    const kept = await createVersion.call(editor, { modelId: id, source: "models:/m-12ab" });
    expect(kept.loggedModelId).toBe("m-12ab");
    await expect(
      createVersion.call(editor, { modelId: id, source: "models:/m-12ab", loggedModelId: "m-34cd" }),
    ).rejects.toMatchObject({ code: "invalid" });
  });
  it("move through stages, putting away what was there", async () => {
    const one = await makeVersion(editor);
    const two = await makeVersion(editor, { modelId: one.modelId });
    await moveStage.call(editor, { id: one.id, stage: "Production" });
    await moveStage.call(editor, { id: two.id, stage: "Production", archiveExisting: true });
    expect((await getVersion.call(editor, { id: one.id })).stage).toBe("Archived");
    expect((await getVersion.call(editor, { id: two.id })).stage).toBe("Production");
    await expect(
      moveStage.call(editor, { id: two.id, stage: "None", archiveExisting: true }),
    ).rejects.toMatchObject({ code: "invalid" });
  });
});

describe("models", () => {
  it("409 for a name in use, also when renamed to it", async () => {
    const { name } = await makeModel(editor);
    const other = await makeModel(editor);
    await expect(create.call(editor, { name })).rejects.toMatchObject({ code: "conflict" });
    await expect(rename.call(editor, { id: other.id, name })).rejects.toMatchObject({ code: "conflict" });
  });
  it("take versions, tags and aliases along when renamed", async () => {
    const version = await makeVersion(editor);
    await setAlias.call(editor, { id: version.modelId, alias: "next", version: 1 });
    await setVersionTag.call(editor, { id: version.id, key: "a", value: "b" });
    const name = `moved-${version.modelId}`;
    await rename.call(editor, { id: version.modelId, name });
    expect(await getByName.call(editor, { name })).toMatchObject({
      aliases: [{ alias: "next", version: 1 }],
      tags: [{ key: "team" }],
    });
    expect(await getVersion.call(editor, { id: version.id })).toMatchObject({
      modelName: name,
      tags: [{ key: "a", value: "b" }],
      aliases: ["next"],
    });
  });
  it("free their name when they are deleted", async () => {
    const version = await makeVersion(editor);
    await remove.call(editor, { id: version.modelId });
    const again = await makeModel(editor, version.modelName);
    expect((await makeVersion(editor, { modelId: again.id })).version).toBe(1);
  });
  it("keep the last value of a tag, and forget it twice without a fault", async () => {
    const { id } = await makeModel(editor);
    await setTag.call(editor, { id, key: "k", value: "1" });
    await setTag.call(editor, { id, key: "k", value: "2" });
    expect((await get.call(editor, { id })).tags).toContainEqual({ key: "k", value: "2" });
    await deleteTag.call(editor, { id, key: "k" });
    await deleteTag.call(editor, { id, key: "k" });
    const version = await makeVersion(editor, { modelId: id });
    await deleteVersionTag.call(editor, { id: version.id, key: "never" });
  });
  it("tell who changed what", async () => {
    const version = await makeVersion(editor);
    await update.call(editor, { id: version.modelId, description: "Better" });
    await setAlias.call(editor, { id: version.modelId, alias: "next", version: 1 });
    const verbs = (await history.call(editor, { id: version.modelId })).data.map(({ verb }) => verb);
    expect(verbs).toEqual(["models.set-alias", "models.update", "models.create"]);
    const own = (await versionHistory.call(editor, { id: version.id })).data.map(({ verb }) => verb);
    expect(own).toEqual(["models.set-alias", "models.create-version"]);
  });
});

describe("aliases", () => {
  it("move from version to version and go with a deleted one", async () => {
    const one = await makeVersion(editor);
    await makeVersion(editor, { modelId: one.modelId });
    const id = one.modelId;
    await setAlias.call(editor, { id, alias: "next", version: 2 });
    await setAlias.call(editor, { id, alias: "next", version: 1 });
    expect((await get.call(editor, { id })).aliases).toMatchObject([{ alias: "next", version: 1 }]);
    await removeVersion.call(editor, { id: one.id });
    expect((await get.call(editor, { id })).aliases).toEqual([]);
    await expect(dropAlias.call(editor, { id, alias: "next" })).rejects.toMatchObject({ code: "not_found" });
  });
  it.each(["latest", "LATEST", "v1", "V22", "a b", ""])("400 for the name %s", async (alias) => {
    const { modelId } = await makeVersion(editor);
    await expect(setAlias.call(editor, { id: modelId, alias, version: 1 })).rejects.toMatchObject({
      code: "invalid",
    });
  });
  it.each(["champion", "Champion"])("403 with the address of the request for %s", async (alias) => {
    const { modelId, modelName } = await makeVersion(editor);
    await expect(setAlias.call(owner, { id: modelId, alias, version: 1 })).rejects.toMatchObject({
      code: "forbidden",
      message: expect.stringContaining(
        `${harness.runtime.webUrl}/models/${modelName}/versions/1?promote=${alias}`,
      ),
    });
  });
  it("403 to rename or delete what carries a protected one", async () => {
    const version = await makeVersion(editor);
    const id = version.modelId;
    await setAlias.call(editor, { id, alias: "live", version: 1 });
    await setModelGate.call(owner, { id, protectedAliases: ["live"], checks: noSignature });
    const refused = { code: "forbidden" };
    await expect(dropAlias.call(owner, { id, alias: "live" })).rejects.toMatchObject(refused);
    await expect(rename.call(owner, { id, name: "other" })).rejects.toMatchObject(refused);
    await expect(remove.call(owner, { id })).rejects.toMatchObject(refused);
    await expect(removeVersion.call(owner, { id: version.id })).rejects.toMatchObject(refused);
    await setModelGate.call(owner, { id, protectedAliases: [], checks: noSignature, inherit: true });
    await removeVersion.call(owner, { id: version.id });
  });
});

describe("the gate", () => {
  it("protects champion until an owner says otherwise", async () => {
    const home = await harness.makeWorkspace();
    const boss = await harness.callerAs(home, "owner");
    expect(await readGate.call(boss, {})).toMatchObject({
      scope: "workspace",
      protectedAliases: ["champion"],
    });
    await setGate.call(boss, { protectedAliases: ["gold"], checks: noSignature });
    const { modelId } = await makeVersion(boss);
    await setAlias.call(boss, { id: modelId, alias: "champion", version: 1 });
    await expect(setAlias.call(boss, { id: modelId, alias: "gold", version: 1 })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
  it("403 to change it for an admin", async () => {
    const admin = await harness.callerAs(workspace, "admin");
    await expect(setGate.call(admin, { protectedAliases: [], checks: {} })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

it("400 for zero characters, wherever they stand", async () => {
  const refused = { code: "invalid" };
  await expect(list.call(editor, { search: "a\u0000" })).rejects.toMatchObject(refused);
  await expect(getByName.call(editor, { name: "a\u0000" })).rejects.toMatchObject(refused);
  await expect(listVersions.call(editor, { runId: "\u0000" })).rejects.toMatchObject(refused);
  await expect(create.call(editor, { name: "a\u0000" })).rejects.toMatchObject(refused);
});

it("versions of one model are listed newest number first, page by page", async () => {
  const { id } = await makeModel(editor);
  for (let i = 0; i < 5; i++) await makeVersion(editor, { modelId: id });
  const one = await listVersions.call(editor, { modelId: id, limit: 3 });
  const two = await listVersions.call(editor, {
    modelId: id,
    limit: 3,
    cursor: one.nextCursor ?? undefined,
  });
  expect([...one.data, ...two.data].map(({ version }) => version)).toEqual([5, 4, 3, 2, 1]);
  expect(two.nextCursor).toBeNull();
});
