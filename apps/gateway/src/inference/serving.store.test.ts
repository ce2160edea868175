import { createHash, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { publishedKeysHash, snapshotChannel } from "@triops/domains/api-keys/schemas";
import {
  type PublishedDeployment,
  publishedDeploymentsAt,
  publishedDeploymentsHash,
} from "@triops/domains/deployments/snapshot-schemas";
import { openObjectStore } from "@triops/providers/object-store/object-store";
import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { createTestRedis, type TestRedis } from "@triops/testing/redis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { z } from "zod";
import { eventually, publishTestKey, startTestGateway, type TestGateway } from "../testing.ts";
import { held, modelFile, variantOf } from "./world.testing.ts";

let store: TestTelemetry;
let redis: TestRedis;
let gateway: TestGateway;
let key: Awaited<ReturnType<typeof publishTestKey>>;
const folder = mkdtempSync(join(tmpdir(), "triops-objects-"));
const objectStoreUrl = pathToFileURL(folder).href;
const id = randomUUID();
const { rows } = held("classifier");

beforeAll(async () => {
  store = await createTestTelemetry();
  redis = await createTestRedis();
  key = await publishTestKey(redis.redis, { scopes: ["inference"] });
  gateway = await startTestGateway({
    clickhouseUrl: store.url,
    redisUrl: inject("stores").redisUrl,
    objectStoreUrl,
  });
  const bytes = modelFile("classifier");
  await openObjectStore(objectStoreUrl).put(
    "w/model.onnx",
    (async function* () {
      yield bytes;
    })(),
  );
});
afterAll(async () => {
  await gateway.gateway.close();
  await redis.redis.hdel(publishedKeysHash, key.hash);
  await redis.redis.hdel(publishedDeploymentsHash, id);
  redis.close();
  await store.drop();
  rmSync(folder, { recursive: true, force: true });
});

const bytes = modelFile("classifier");
const target = {
  kind: "onnx",
  objectKey: "w/model.onnx",
  sizeBytes: bytes.length,
  sha256: createHash("sha256").update(bytes).digest("hex"),
} as const;

async function publish(more: Partial<PublishedDeployment>) {
  const deployment: PublishedDeployment = {
    workspaceId: key.workspaceId,
    id,
    name: "housing",
    enabled: true,
    sticky: { header: null },
    fallback: true,
    variants: [variantOf(target)],
    logging: { sampleRate: 1, maskColumns: ["X_1"], retentionDays: 30 },
    revision: 1,
    ...more,
  };
  await redis.redis.hset(publishedDeploymentsHash, id, JSON.stringify(deployment));
  await redis.redis.set(publishedDeploymentsAt, new Date().toISOString());
  await redis.redis.publish(snapshotChannel, JSON.stringify({ part: "deployments", fields: [id] }));
}

const ask = (requestId = randomUUID()) =>
  fetch(`${gateway.url}/v2/models/housing/infer`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      authorization: `Bearer ${key.key}`,
      "x-request-id": requestId,
    },
    body: JSON.stringify({ inputs: [{ name: "X", datatype: "FP64", shape: [1, 8], data: rows[0] }] }),
  });

describe("a published deployment", { timeout: 60_000 }, () => {
  it("answers, and every prediction is in the log with what is masked left out", async () => {
    await publish({});
    const requestId = randomUUID();
    await eventually(async () => expect((await ask()).status).toBe(200));
    expect((await ask(requestId)).headers.get("x-request-id")).toBe(requestId);
    await eventually(async () => {
      const [row] = await store.telemetry.administer({
        name: "test",
        sql: `SELECT deployment, role, model_version AS version, numbers, texts, output_name AS main
              FROM predictions WHERE workspace_id = {ws:UUID} AND request_id = {id:String}`,
        params: { ws: key.workspaceId, id: requestId },
        row: z.object({
          deployment: z.string(),
          role: z.string(),
          version: z.string(),
          main: z.string(),
          numbers: z.record(z.string(), z.number()),
          texts: z.record(z.string(), z.string()),
        }),
      });
      expect(row).toMatchObject({ deployment: "housing", role: "champion", version: "1", main: "label" });
      expect(row?.numbers.X_0).toBe(rows[0]?.[0]);
      expect(row?.numbers.X_1).toBeUndefined();
    });
  });

  it("changes when a change is published", async () => {
    const version = async () => (await ask()).headers.get("x-triops-model-version");
    expect(await version()).toBe("1");
    await publish({ variants: [variantOf(target, { modelVersion: "2" })], revision: 2 });
    await eventually(async () => expect(await version()).toBe("2"));
  });

  it("says in health what it serves", async () => {
    const health = await (await fetch(`${gateway.url}/health`)).json();
    expect(health).toMatchObject({ inference: { deployments: 1, behind: 0, models: { ready: 1 } } });
  });

  it("is gone when its owner takes it away, and 503 while it is switched off", async () => {
    await publish({ enabled: false, revision: 3 });
    await eventually(async () => expect((await ask()).status).toBe(503));
    await redis.redis.hdel(publishedDeploymentsHash, id);
    await redis.redis.publish(snapshotChannel, JSON.stringify({ part: "deployments", fields: [id] }));
    await eventually(async () => expect((await ask()).status).toBe(404));
  });
});
