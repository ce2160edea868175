import { createHarness, type Harness } from "@triops/testing/harness";
import { afterAll, beforeAll, expect, it } from "vitest";
import { remove } from "../members/remove.ts";
import { makeMember } from "../members/testing.ts";
import { assign } from "./assign.ts";
import { get } from "./read.ts";
import { makeIncident } from "./testing.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness();
});
afterAll(() => harness.close());

it("an open incident is nobody's after its leader was removed", async () => {
  const workspace = await harness.makeWorkspace();
  const owner = await harness.callerAs(workspace, "owner");
  const { id } = await makeIncident(owner);
  const leader = await makeMember(owner, "editor");
  await assign.call(owner, { id, assigneeId: leader.id });
  await remove.call(owner, { id: leader.id });
  await harness.settle();
  expect((await get.call(owner, { id })).assigneeId).toBeNull();
});
