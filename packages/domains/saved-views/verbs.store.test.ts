import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, expect, it } from "vitest";
import { create } from "./create.ts";
import { get, list } from "./read.ts";
import { remove } from "./remove.ts";
import { makeSavedView } from "./testing.ts";
import { update } from "./update.ts";

let harness: Harness;
let home: TestWorkspace;
beforeAll(async () => {
  harness = await createHarness();
  home = await harness.makeWorkspace();
});
afterAll(() => harness.close());

it("shows a private view to its owner only, and a shared one to everybody of the workspace", async () => {
  const ann = await harness.callerAs(home, "editor");
  const bob = await harness.callerAs(home, "viewer");
  const mine = await makeSavedView(ann);
  const ours = await makeSavedView(ann, { shared: true });
  const seen = await list.call(bob, { screen: "logs" } as never);
  expect(seen.data.map((view) => view.id)).toContain(ours.id);
  expect(seen.data.map((view) => view.id)).not.toContain(mine.id);
  expect(seen.data.every((view) => !view.mine)).toBe(true);
  await expect(get.call(bob, { id: mine.id })).rejects.toMatchObject({ code: "not_found" });
  expect(await get.call(ann, { id: mine.id })).toMatchObject({ mine: true, shared: false });
  await update.call(ann, { id: ours.id, shared: false } as never);
  await expect(get.call(bob, { id: ours.id })).rejects.toMatchObject({ code: "not_found" });
});

it("conflict for a second view of the same name, and renaming keeps the question", async () => {
  const caller = await harness.callerAs(home, "editor");
  const view = {
    screen: "logs" as const,
    name: "Slow checkouts",
    query: "?q=checkout&range=6h",
    shared: false,
  };
  const kept = await create.call(caller, view);
  expect(kept.query).toBe("q=checkout&range=6h");
  await expect(create.call(caller, view)).rejects.toMatchObject({ code: "conflict" });
  const renamed = await update.call(caller, { id: kept.id, name: "Slow orders" } as never);
  expect(renamed).toMatchObject({ name: "Slow orders", query: kept.query });
});

it("403 for changing what another editor shared; an admin may", async () => {
  const ann = await harness.callerAs(home, "editor");
  const ours = await makeSavedView(ann, { shared: true });
  const bob = await harness.callerAs(home, "editor");
  await expect(remove.call(bob, { id: ours.id })).rejects.toMatchObject({ code: "forbidden" });
  await remove.call(await harness.callerAs(home, "admin"), { id: ours.id });
  await expect(get.call(ann, { id: ours.id })).rejects.toMatchObject({ code: "not_found" });
});
