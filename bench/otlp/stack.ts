import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { composeKey } from "@triops/domains/api-keys/rules";
import {
  keyLimits,
  type PublishedKey,
  publishedKeysAt,
  publishedKeysHash,
  snapshotChannel,
} from "@triops/domains/api-keys/schemas";
import { type Stores, startStores } from "@triops/embedded/stores";
import { randomText } from "@triops/kernel/ids";
import { createLogger } from "@triops/kernel/logger";
import { connectRedis, waitForRedis } from "@triops/kernel/redis";
import { keyedHash } from "@triops/kernel/secrets";
import { createTelemetry, type Telemetry } from "@triops/telemetry/client/telemetry";
import { migrateTelemetry } from "@triops/telemetry/migrate";

/** ClickHouse, Redis and a gateway of the bench's own, in a folder that disappears with them. */
export type IngestStack = {
  gatewayUrl: string;
  gateway: ChildProcess;
  stores: Stores;
  telemetry: Telemetry;
  key: string;
  workspaceId: string;
  objectStoreUrl: string;
  spoolDir: string;
  close(): Promise<void>;
};

export const secretKey = "a secret key that is used by benches only";

export async function startIngestStack(port = 0): Promise<IngestStack> {
  const dataDir = mkdtempSync(join(tmpdir(), "triops-bench-"));
  // Postgres takes no part: an address that nobody asks keeps it from being started.
  const stores = await startStores({ dataDir, existing: { databaseUrl: "postgres://unused" } });
  const telemetry = createTelemetry({ url: stores.clickhouseUrl, log: createLogger("bench", "error") });
  await migrateTelemetry(telemetry);
  const workspaceId = randomUUID();
  const key = await publishKey(stores.redisUrl, workspaceId, ["ingest", "inference", "llm"]);
  const objectStoreUrl = pathToFileURL(join(dataDir, "objects")).href;
  const spoolDir = join(dataDir, "spool");
  const { gateway, url } = await startGateway(stores, port, objectStoreUrl, spoolDir);
  return {
    gatewayUrl: url,
    gateway,
    stores,
    telemetry,
    key,
    workspaceId,
    objectStoreUrl,
    spoolDir,
    async close() {
      gateway.kill("SIGTERM");
      if (!hasEnded(gateway)) await new Promise((resolve) => gateway.once("exit", resolve));
      await telemetry.close();
      await stores.stop();
      rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** A key that may send as much as it likes: rates are not what benches measure. */
export async function publishKey(
  redisUrl: string,
  workspaceId: string,
  scopes: PublishedKey["scopes"] = ["ingest"],
): Promise<string> {
  const redis = connectRedis(redisUrl, "command", () => {});
  await waitForRedis(redis);
  const key = composeKey(randomText(8), randomText(32));
  const published: PublishedKey = {
    workspaceId,
    keyId: randomUUID(),
    scopes,
    expiresAt: null,
    retentionDays: 30,
    limits: { ...keyLimits, requestsPerSecondMax: 1e6, bytesPerSecondMax: 1e10 },
  };
  const hash = keyedHash(secretKey, "api-key", key);
  await redis.hset(publishedKeysHash, hash, JSON.stringify(published));
  await redis.set(publishedKeysAt, new Date().toISOString());
  await redis.publish(snapshotChannel, JSON.stringify({ part: "keys", fields: [hash] }));
  redis.disconnect();
  return key;
}

export async function startGateway(
  stores: Stores,
  port: number,
  objectStoreUrl: string = pathToFileURL(join(tmpdir(), "triops-bench-objects")).href,
  spoolDir: string = mkdtempSync(join(tmpdir(), "triops-bench-spool-")),
): Promise<{ gateway: ChildProcess; url: string }> {
  const main = join(import.meta.dirname, "..", "..", "apps", "gateway", "src", "main.ts");
  const gateway = spawn(
    process.execPath,
    [
      "--disable-warning=ExperimentalWarning",
      "--max-old-space-size=768",
      // A bench started with --cpu-prof has its gateway profiled too.
      ...process.execArgv.filter((word) => word.startsWith("--cpu-prof")),
      main,
    ],
    {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        PATH: process.env.PATH,
        CLICKHOUSE_URL: stores.clickhouseUrl,
        REDIS_URL: stores.redisUrl,
        OBJECT_STORE_URL: objectStoreUrl,
        TRIOPS_SPOOL_DIR: spoolDir,
        TRIOPS_SECRET_KEY: secretKey,
        // Providers of benches lie on this machine.
        TRIOPS_PROVIDER_CIDRS: "127.0.0.0/8",
        PORT: String(port),
        LOG_LEVEL: "info",
      },
    },
  );
  const url = await new Promise<string>((resolve, reject) => {
    let seen = "";
    gateway.stdout?.on("data", (chunk) => {
      seen = (seen + chunk).slice(-20_000);
      const address = /"address":"([^"]+)"/.exec(seen)?.[1];
      if (address) resolve(address);
    });
    gateway.once("exit", (code) => reject(new Error(`The gateway ended with ${code}: ${seen}`)));
  });
  return { gateway, url };
}
