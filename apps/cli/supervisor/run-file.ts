import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockHolder } from "@triops/embedded/lock";
import { z } from "zod";

/** What a running stack tells other commands on the same data folder. Mode 600: it holds the stores' passwords. */
const schema = z.object({
  pid: z.number(),
  webUrl: z.string(),
  gatewayUrl: z.string(),
  databaseUrl: z.string(),
  clickhouseUrl: z.string(),
  redisUrl: z.string(),
  objectStoreUrl: z.string(),
});

export type RunFacts = z.infer<typeof schema>;

const pathOf = (dataDir: string) => join(dataDir, "run.json");

export function writeRunFile(dataDir: string, facts: RunFacts): void {
  const draft = `${pathOf(dataDir)}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(facts, null, 2), { mode: 0o600 });
  renameSync(draft, pathOf(dataDir));
}

export function removeRunFile(dataDir: string): void {
  rmSync(pathOf(dataDir), { force: true });
}

/** Whether the last stack on this folder was killed: one that stops takes its file with it. */
export const wasKilled = (dataDir: string): boolean => existsSync(pathOf(dataDir));

/** The facts of the stack that runs on this folder; undefined when none does. */
export function readRunFile(dataDir: string): RunFacts | undefined {
  const holder = lockHolder(dataDir);
  if (!holder || !existsSync(pathOf(dataDir))) return undefined;
  try {
    const facts = schema.parse(JSON.parse(readFileSync(pathOf(dataDir), "utf8")));
    return facts.pid === holder.pid ? facts : undefined;
  } catch {
    return undefined;
  }
}
