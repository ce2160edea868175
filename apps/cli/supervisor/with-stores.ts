import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { lockDataFolder } from "@triops/embedded/lock";
import { installationSecrets } from "@triops/embedded/secrets";
import { type StoreUrls, startStores } from "@triops/embedded/stores";
import type { CliEnv } from "../env.ts";
import { readRunFile } from "./run-file.ts";

export interface StoreAddresses extends StoreUrls {
  objectStoreUrl: string;
  secretKey: string;
}

/** Stores the operator named in the environment. */
export function existingStores(env: CliEnv): Partial<StoreUrls> {
  return {
    ...(env.DATABASE_URL ? { databaseUrl: env.DATABASE_URL } : {}),
    ...(env.CLICKHOUSE_URL ? { clickhouseUrl: env.CLICKHOUSE_URL } : {}),
    ...(env.REDIS_URL ? { redisUrl: env.REDIS_URL } : {}),
  };
}

export const objectStoreUrlOf = (env: CliEnv, dataDir: string) =>
  env.OBJECT_STORE_URL ?? pathToFileURL(join(dataDir, "objects")).href;

export const secretKeyOf = (env: CliEnv, dataDir: string) =>
  env.TRIOPS_SECRET_KEY ?? installationSecrets(dataDir).secretKey;

/**
 * Runs `use` against this installation's stores: those of the stack that runs on the data folder, otherwise
 * stores started for the occasion and stopped afterwards.
 */
export async function withStores<T>(
  env: CliEnv,
  dataDir: string,
  use: (stores: StoreAddresses) => Promise<T>,
): Promise<T> {
  const rest = { objectStoreUrl: objectStoreUrlOf(env, dataDir), secretKey: secretKeyOf(env, dataDir) };
  const running = readRunFile(dataDir);
  if (running) return use({ ...running, ...rest });
  mkdirSync(dataDir, { recursive: true });
  const lock = lockDataFolder(dataDir);
  try {
    const stores = await startStores({ dataDir, existing: existingStores(env) });
    try {
      return await use({
        databaseUrl: stores.databaseUrl,
        clickhouseUrl: stores.clickhouseUrl,
        redisUrl: stores.redisUrl,
        ...rest,
      });
    } finally {
      await stores.stop();
    }
  } finally {
    lock.release();
  }
}
