import type { TestProject } from "vitest/node";
import { startTestStores } from "./stores.ts";

/** Runs once before all `*.store.test.ts`; the addresses reach the files through `inject("stores")`. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const stores = await startTestStores();
  project.provide("stores", stores.urls);
  return () => stores.stop();
}
