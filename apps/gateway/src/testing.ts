import { randomUUID } from "node:crypto";
import { mkdtempSync } from "node:fs";
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
import { randomText } from "@triops/kernel/ids";
import { createLogger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";
import { keyedHash } from "@triops/kernel/secrets";
import { createTelemetry } from "@triops/telemetry/client/telemetry";
import { createGateway, type Gateway } from "./server.ts";

export const testSecretKey = "a secret key that is used by tests only";

/** Puts a key into the published picture as its owner would, and announces it. */
export async function publishTestKey(
  redis: Redis,
  partial: Partial<PublishedKey> = {},
  secretKey = testSecretKey,
) {
  const key = composeKey(randomText(8), randomText(32));
  const published: PublishedKey = {
    workspaceId: randomUUID(),
    keyId: randomUUID(),
    scopes: ["ingest"],
    expiresAt: null,
    retentionDays: 30,
    limits: keyLimits,
    ...partial,
  };
  const hash = keyedHash(secretKey, "api-key", key);
  await redis.hset(publishedKeysHash, hash, JSON.stringify(published));
  await redis.set(publishedKeysAt, new Date().toISOString());
  await redis.publish(snapshotChannel, JSON.stringify({ part: "keys", fields: [hash] }));
  return { key, hash, ...published };
}

export type TestGateway = { url: string; gateway: Gateway };

export async function startTestGateway(stores: {
  clickhouseUrl: string;
  redisUrl: string;
  objectStoreUrl?: string;
  spoolDir?: string;
}): Promise<TestGateway> {
  const log = createLogger("gateway", "silent");
  const gateway = await createGateway({
    telemetry: createTelemetry({ url: stores.clickhouseUrl, log }),
    redisUrl: stores.redisUrl,
    secretKey: testSecretKey,
    trustedProxies: [],
    objectStoreUrl: stores.objectStoreUrl ?? pathToFileURL(join(tmpdir(), "triops-test-objects")).href,
    allowedCidrs: ["127.0.0.0/8"],
    providerCidrs: ["127.0.0.0/8"],
    spoolDir: stores.spoolDir ?? mkdtempSync(join(tmpdir(), "triops-test-spool-")),
    log,
  });
  const url = await gateway.listen("127.0.0.1", 0);
  return { url, gateway };
}

/** Asks until it holds: what a message or a timer brings about is not there at once. */
export async function eventually(check: () => Promise<void>, withinMs = 8_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
