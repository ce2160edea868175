import { invalid } from "@triops/kernel/errors";
import type { Runtime } from "../runtime.ts";
import { type Asked, listModels } from "./ask.ts";
import type { TestResult } from "./schemas.ts";

export type Demand = "require" | "note" | "skip";

/**
 * Asks a provider before it is saved, outside of any transaction.
 * @returns what it came to; null when nobody wanted to know
 * @throws invalid when it failed and had to succeed
 */
export async function tested(runtime: Runtime, asked: Asked, demand: Demand): Promise<TestResult | null> {
  if (demand === "skip") return null;
  const { result } = await listModels(runtime, asked);
  if (result.ok || demand === "note") return result;
  const path = result.status === 401 || result.status === 403 ? "credential" : "baseUrl";
  throw invalid(`The provider was not saved, because its test failed. ${result.message}`, [
    { path, message: result.message },
  ]);
}
