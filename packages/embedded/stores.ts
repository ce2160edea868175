import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { clickhousePlan, clickhouseUrl } from "./clickhouse/process.ts";
import { ManagedProcess, type ProcessHooks, type ProcessPlan } from "./managed-process.ts";
import { freePort } from "./ports.ts";
import { createDatabase, postgresPlan, postgresUrl } from "./postgres.ts";
import { redisPlan, redisUrl } from "./redis.ts";
import { installationSecrets } from "./secrets.ts";

export interface StoreUrls {
  databaseUrl: string;
  clickhouseUrl: string;
  redisUrl: string;
}

export interface StoresOptions extends Partial<ProcessHooks> {
  /** The installation's data folder. The caller holds its lock. */
  dataDir: string;
  /** Stores that run elsewhere; those are used as they are and not started. */
  existing?: Partial<StoreUrls>;
  /** For tests: durability off where it costs time. */
  disposable?: boolean;
}

export interface Stores extends StoreUrls {
  /** The processes started here, in order of start. */
  processes: ManagedProcess[];
  stop: () => Promise<void>;
}

const portsSchema = z.object({ postgres: z.number(), redis: z.number(), clickhouse: z.number() }).partial();
type StorePorts = Required<z.infer<typeof portsSchema>>;

/** The ports of the last run as long as they are free, so that addresses stay the same between starts. */
async function storePorts(dataDir: string): Promise<StorePorts> {
  const path = join(dataDir, "ports.json");
  const read = existsSync(path) ? portsSchema.safeParse(JSON.parse(readFileSync(path, "utf8"))) : undefined;
  const last = read?.success ? read.data : {};
  const ports: StorePorts = {
    postgres: await freePort(last.postgres),
    redis: await freePort(last.redis),
    clickhouse: await freePort(last.clickhouse),
  };
  writeFileSync(path, JSON.stringify(ports), { mode: 0o600 });
  return ports;
}

/**
 * Starts the embedded stores side by side and returns their addresses once all answer their own protocols. A store
 * that falls later is restarted on the same port; `onEvent` hears of it. Throws with one clear sentence.
 */
export async function startStores(options: StoresOptions): Promise<Stores> {
  const dataDir = resolve(options.dataDir);
  mkdirSync(dataDir, { recursive: true });
  const secrets = installationSecrets(dataDir);
  const ports = await storePorts(dataDir);
  const { existing = {}, log = () => {}, disposable = false } = options;
  const hooks: ProcessHooks = { log, ...(options.onEvent ? { onEvent: options.onEvent } : {}) };
  const processes: ManagedProcess[] = [];
  const launch = async (plan: ProcessPlan) => {
    const managed = new ManagedProcess(plan, hooks);
    await managed.start();
    processes.push(managed);
  };
  const postgres = { dataDir, port: ports.postgres, password: secrets.postgresPassword, disposable };
  const redis = {
    dataDir,
    port: ports.redis,
    password: secrets.redisPassword,
    disposable,
    say: (line: string) => log("redis", line),
  };
  const clickhouse = {
    dataDir: join(dataDir, "clickhouse"),
    port: ports.clickhouse,
    password: secrets.clickhousePassword,
  };
  const stop = async () => {
    await Promise.all(processes.map((managed) => managed.stop()));
  };
  const starts = await Promise.allSettled([
    existing.databaseUrl
      ? undefined
      : postgresPlan(postgres)
          .then(launch)
          .then(() => createDatabase(postgres)),
    existing.redisUrl ? undefined : redisPlan(redis).then(launch),
    existing.clickhouseUrl ? undefined : clickhousePlan(clickhouse).then(launch),
  ]);
  const failed = starts.find((start) => start.status === "rejected");
  if (failed) {
    await stop();
    throw failed.reason;
  }
  return {
    databaseUrl: existing.databaseUrl ?? postgresUrl(postgres),
    redisUrl: existing.redisUrl ?? redisUrl(redis),
    clickhouseUrl: existing.clickhouseUrl ?? clickhouseUrl(clickhouse),
    processes,
    stop,
  };
}
