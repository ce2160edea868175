import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** What steps between "stores are up" and "apps start" are given. */
export interface PreparationContext {
  databaseUrl: string;
  clickhouseUrl: string;
  redisUrl: string;
  objectStoreUrl: string;
  secretKey: string;
  /** Absolute path of the data folder. */
  dataDir: string;
  webUrl: string;
  gatewayUrl: string;
  /** Prints one line to the person who waits. */
  say: (line: string) => void;
}

export interface FirstRunResult {
  /** Label and value pairs that `up` ends with, e.g. `["Dashboard", "http://127.0.0.1:3000"]`. */
  facts: [label: string, value: string][];
  /** More environment for the apps, e.g. the key that they send their own telemetry with. */
  env: Record<string, string>;
}

/** `first-run.ts` exports `firstRun`: makes the first workspace when there is none, else reads its facts. */
export type FirstRun = (context: PreparationContext) => Promise<FirstRunResult>;

/** `seed.ts` exports `seedScenario`: fills a demonstration workspace. */
export type SeedScenario = (context: PreparationContext, scenario: string) => Promise<void>;

/** A step of the product that lives beside this file; undefined while the file does not exist. */
export async function loadStep<T>(file: string, name: string): Promise<T | undefined> {
  const url = new URL(file, import.meta.url);
  if (!existsSync(fileURLToPath(url))) return undefined;
  const module = (await import(url.href)) as Record<string, unknown>;
  return module[name] as T | undefined;
}
