import { readFileSync } from "node:fs";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { create } from "./create.ts";
import { duplicate } from "./duplicate.ts";
import { importJson } from "./import.ts";
import { facets, get, list, version, versions } from "./read.ts";
import { bringBack, remove } from "./remove.ts";
import { restore } from "./restore.ts";
import { star } from "./star.ts";
import { starter, starters } from "./starters.ts";
import { makeDashboard, modelInput } from "./testing.ts";
import { update } from "./update.ts";

let harness: Harness;
let workspace: TestWorkspace;
let editor: Caller;

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  workspace = await harness.makeWorkspace();
  editor = await harness.callerAs(workspace, "editor");
});
afterAll(() => harness?.close());

const input = {
  json: JSON.parse(readFileSync(new URL("./grafana/testdata/machines.json", import.meta.url), "utf8")),
};

describe("saving", () => {
  it("keeps every version, with who, what and why", async () => {
    const { id } = await makeDashboard(editor);
    await update.call(editor, { id, version: 1, model: modelInput("Second"), message: "A better name" });
    await update.call(editor, { id, version: 2, model: modelInput("Third") });
    const kept = await versions.call(editor, { id });
    expect(kept.data.map((one) => [one.version, one.message])).toEqual([
      [3, "changed the title"],
      [2, "A better name"],
      [1, "Created"],
    ]);
    expect((await version.call(editor, { id, version: 1 })).model.title).toBe("Shop");
  });
  it("409 saying who changed what, when somebody saved meanwhile; nothing of it is written", async () => {
    const { id } = await makeDashboard(editor);
    await update.call(editor, { id, version: 1, model: modelInput("Theirs") });
    await expect(update.call(editor, { id, version: 1, model: modelInput("Mine") })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/saved version 2 meanwhile: changed the title/),
    });
    expect((await get.call(editor, { id })).title).toBe("Theirs");
    expect((await versions.call(editor, { id })).data).toHaveLength(2);
  });
  it("one of many who save at the same moment wins", async () => {
    const { id } = await makeDashboard(editor);
    const saves = await Promise.allSettled(
      Array.from({ length: 8 }, (_, i) =>
        update.call(editor, { id, version: 1, model: modelInput(`n ${i}`) }),
      ),
    );
    expect(saves.filter((one) => one.status === "fulfilled")).toHaveLength(1);
    expect((await versions.call(editor, { id })).data).toHaveLength(2);
  });
  it("restoring is a version of its own; what lay between stays", async () => {
    const { id } = await makeDashboard(editor);
    await update.call(editor, { id, version: 1, model: modelInput("Second") });
    await expect(restore.call(editor, { id, version: 1, seen: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    const restored = await restore.call(editor, { id, version: 1, seen: 2 });
    expect([restored.version, restored.title]).toEqual([3, "Shop"]);
    expect((await versions.call(editor, { id })).data).toHaveLength(3);
    await expect(restore.call(editor, { id, version: 9, seen: 3 })).rejects.toMatchObject({
      code: "not_found",
    });
  });
  it("400 naming what clashes, and for what is too large", async () => {
    const model = modelInput();
    const [section] = model.sections;
    if (!section) throw new Error("no section");
    const twice = { ...model, sections: [{ ...section, panels: [...section.panels, ...section.panels] }] };
    await expect(create.call(editor, { model: twice })).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: "model.sections.0.panels.1.id" }],
    });
    const text = (id: string) => ({
      id,
      type: "text" as const,
      place: { x: 0, y: 0, w: 1, h: 2 },
      options: { content: "x".repeat(20_000) },
    });
    const large = {
      ...model,
      sections: [{ ...section, panels: Array.from({ length: 40 }, (_, i) => text(`t${i}`)) }],
    };
    await expect(create.call(editor, { model: large })).rejects.toMatchObject({
      fields: [{ path: "model" }],
    });
  });
});

describe("the rest of its life", () => {
  it("deleted is out of sight and can be brought back, once", async () => {
    const { id } = await makeDashboard(editor);
    await remove.call(editor, { id });
    await expect(get.call(editor, { id })).rejects.toMatchObject({ code: "not_found" });
    await expect(update.call(editor, { id, version: 1, model: modelInput() })).rejects.toMatchObject({
      code: "not_found",
    });
    await bringBack.call(editor, { id });
    expect((await get.call(editor, { id })).title).toBe("Shop");
    await expect(bringBack.call(editor, { id })).rejects.toMatchObject({ code: "not_found" });
  });
  it("a copy has its own history", async () => {
    const { id } = await makeDashboard(editor);
    const copy = await duplicate.call(editor, { id });
    expect(copy).toMatchObject({ title: "Shop (copy)", version: 1 });
    expect((await versions.call(editor, { id: copy.id })).data[0]?.message).toBe(
      'Copied from "Shop", version 1',
    );
  });
});

describe("the list", () => {
  it("finds by title, tag, folder and favourite; favourites are one's own", async () => {
    const home = await harness.makeWorkspace();
    const caller = await harness.callerAs(home, "editor");
    const other = await harness.callerAs(home, "viewer");
    const made = await create.call(caller, { model: { ...modelInput("Checkout"), folder: "Shop" } });
    await makeDashboard(caller, "Basket");
    await star.call(other, { id: made.id, starred: true });
    await star.call(other, { id: made.id, starred: true });
    const titles = async (who: Caller, filter: object) =>
      (await list.call(who, { limit: 50, ...filter })).data.map((one) => one.title);
    expect(await titles(caller, { search: "check" })).toEqual(["Checkout"]);
    expect(await titles(caller, { tag: "shop" })).toEqual(["Basket", "Checkout"]);
    expect(await titles(caller, { folder: "Shop" })).toEqual(["Checkout"]);
    expect(await titles(other, { starred: "true" })).toEqual(["Checkout"]);
    expect(await titles(caller, { starred: "true" })).toEqual([]);
    expect(await facets.call(caller, {})).toEqual({
      tags: [{ tag: "shop", count: 2 }],
      folders: [{ folder: "Shop", count: 1 }],
    });
    await star.call(other, { id: made.id, starred: false });
    expect(await titles(other, { starred: "true" })).toEqual([]);
  });
  it("pages by key, also among favourites", async () => {
    const home = await harness.makeWorkspace();
    const caller = await harness.callerAs(home, "editor");
    for (let i = 0; i < 5; i++) {
      const { id } = await makeDashboard(caller, `d${i}`);
      await star.call(caller, { id, starred: true });
    }
    const one = await list.call(caller, { limit: 3, starred: "true" });
    const two = await list.call(caller, { limit: 3, starred: "true", cursor: one.nextCursor ?? undefined });
    expect([...one.data, ...two.data].map((row) => row.title)).toEqual(["d4", "d3", "d2", "d1", "d0"]);
    expect(two.nextCursor).toBeNull();
  });
});

describe("importing", () => {
  it("makes a dashboard of Grafana's file and says what was left out", async () => {
    const made = await importJson.call(editor, { ...input, title: "My machines" });
    expect(made).toMatchObject({ source: "grafana", dashboard: { title: "My machines", origin: "grafana" } });
    expect(made.notes.length).toBeGreaterThan(5);
  });
  it("takes back what Triops exported, unchanged", async () => {
    const { model } = await makeDashboard(editor);
    const made = await importJson.call(editor, { json: structuredClone(model) });
    expect(made).toMatchObject({ source: "triops", notes: [], dashboard: { model } });
  });
  it.each([[null], ["text"], [{ sections: [{ id: "x", panels: [{ id: "p" }] }] }], [{ panels: "none" }]])(
    "400 in words for %j",
    async (json) => {
      await expect(importJson.call(editor, { json })).rejects.toMatchObject({
        code: "invalid",
        message: expect.stringMatching(/\w+ \w+/),
      });
    },
  );
});

describe("starters", () => {
  it("are all offered, available only with data, and 404 without", async () => {
    const { data } = await starters.call(editor, {});
    expect(data.map((one) => one.key)).toContain("postgresql");
    expect(data.every((one) => !one.available)).toBe(true);
    await expect(starter.call(editor, { key: "redis" })).rejects.toMatchObject({ code: "not_found" });
    await expect(starter.call(editor, { key: "nothing" })).rejects.toMatchObject({ code: "not_found" });
  });
});
