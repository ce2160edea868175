import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { afterAll, beforeAll, expect, it } from "vitest";
import { knownTemplates } from "./known-templates.ts";
import { storeTemplates, templatesSince } from "./template-store.ts";

const workspaceId = "01890000-0000-7000-8000-000000000001";
const nowMs = Date.now();
let store: TestTelemetry;
beforeAll(async () => {
  store = await createTestTelemetry();
});
afterAll(() => store.drop());

it("keeps the newest of each template, and when it was first seen", async () => {
  const one = {
    workspaceId,
    service: "shop",
    id: "a1",
    text: "user ann",
    state: "{}",
    mergedInto: "",
    firstMs: nowMs - 500,
  };
  await storeTemplates(store.telemetry, [one, { ...one, id: "a2", text: "", mergedInto: "a1" }], nowMs - 400);
  await storeTemplates(store.telemetry, [{ ...one, text: "user <*>", firstMs: nowMs - 300 }], nowMs - 200);
  const known = await knownTemplates(store.telemetry, { workspaceId, now: new Date(nowMs) });
  expect(known.sort((a, b) => (a.id < b.id ? -1 : 1))).toMatchObject([
    { id: "a1", text: "user <*>", mergedInto: "", firstSeen: new Date(nowMs - 500) },
    { id: "a2", mergedInto: "a1" },
  ]);
  const merged = await knownTemplates(store.telemetry, {
    workspaceId,
    now: new Date(nowMs),
    onlyMerged: true,
  });
  expect(merged.map((each) => each.id)).toEqual(["a2"]);
  expect(await templatesSince(store.telemetry, nowMs - 250)).toMatchObject([
    { workspaceId, id: "a1", text: "user <*>" },
  ]);
  expect(await templatesSince(store.telemetry, 0)).toHaveLength(2);
});
