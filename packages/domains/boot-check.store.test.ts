import { createHarness, type Harness } from "@triops/testing/harness";
import { afterAll, beforeAll, expect, it } from "vitest";
import { differingSettings } from "./boot-check.ts";

let harness: Harness;
beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
});
afterAll(() => harness?.close());

// Test stores run without fsync, which is what a check must notice; the rest is as it must be.
it("names the settings that do not hold, and only those", async () => {
  const found = await differingSettings(harness.runtime);
  expect(found.filter((text) => !/fsync|synchronous_commit/.test(text))).toEqual([]);
  expect(found).toContain("Postgres has fsync = off, not on");
});
