import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Stack } from "./stack.ts";

/** Addresses of the running stack's stores, from the file it leaves for other commands. */
export function readRunFacts(stack: Stack): { clickhouseUrl: string; databaseUrl: string; redisUrl: string } {
  return JSON.parse(readFileSync(join(stack.dataDir, "run.json"), "utf8"));
}
