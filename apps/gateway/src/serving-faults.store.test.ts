import { randomUUID } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { publishedKeysHash, snapshotChannel } from "@triops/domains/api-keys/schemas";
import {
  type PublishedDeployment,
  type PublishedVariant,
  publishedDeploymentsAt,
  publishedDeploymentsHash,
} from "@triops/domains/deployments/snapshot-schemas";
import { predictionTotals } from "@triops/telemetry/predictions/traffic";
import { createTestTelemetry, type TestTelemetry } from "@triops/testing/clickhouse";
import { createTestRedis, type TestRedis } from "@triops/testing/redis";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { Door } from "./door.testing.ts";
import { eventually, publishTestKey, startTestGateway, type TestGateway } from "./testing.ts";

/** A model server of the Open Inference Protocol that answers with its own number, or fails. */
async function modelServer(answer: number | "fails"): Promise<{ url: string; server: Server }> {
  const server = createServer((request, reply) => {
    request.resume();
    request.on("end", () => {
      reply.setHeader("content-type", "application/json");
      if (answer === "fails") {
        reply.statusCode = 500;
        reply.end('{"error":"boom"}');
        return;
      }
      const outputs = [{ name: "score", datatype: "FP64", shape: [1], data: [answer] }];
      reply.end(JSON.stringify({ model_name: "m", outputs }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

let store: TestTelemetry;
let redis: TestRedis;
let clickhouseDoor: Door;
let redisDoor: Door;
/** The first reaches its stores through doors, the second directly. */
let gateways: [TestGateway, TestGateway];
let key: Awaited<ReturnType<typeof publishTestKey>>;
let good: Awaited<ReturnType<typeof modelServer>>;
let better: Awaited<ReturnType<typeof modelServer>>;
let broken: Awaited<ReturnType<typeof modelServer>>;
const id = randomUUID();
let revision = 0;

beforeAll(async () => {
  store = await createTestTelemetry();
  redis = await createTestRedis();
  key = await publishTestKey(redis.redis, { scopes: ["inference"] });
  clickhouseDoor = new Door(store.url);
  redisDoor = new Door(inject("stores").redisUrl);
  await Promise.all([clickhouseDoor.open(), redisDoor.open()]);
  [good, better, broken] = await Promise.all([modelServer(1), modelServer(2), modelServer("fails")]);
  gateways = [
    await startTestGateway({ clickhouseUrl: clickhouseDoor.url, redisUrl: redisDoor.url }),
    await startTestGateway({ clickhouseUrl: store.url, redisUrl: inject("stores").redisUrl }),
  ];
});
afterAll(async () => {
  await Promise.all(gateways.map(({ gateway }) => gateway.close()));
  for (const { server } of [good, better, broken]) server.close();
  clickhouseDoor.shut();
  redisDoor.shut();
  await redis.redis.hdel(publishedKeysHash, key.hash);
  await redis.redis.hdel(publishedDeploymentsHash, id);
  redis.close();
  await store.drop();
});

const variant = (url: string, more: Partial<PublishedVariant> = {}): PublishedVariant => ({
  id: randomUUID(),
  role: "champion",
  weight: 100,
  modelName: "m",
  modelVersion: "1",
  target: { kind: "server", protocol: "oip", url, remoteModel: null, headersSealed: null },
  signature: null,
  timeoutMs: 2_000,
  ...more,
});

async function publish(name: string, variants: PublishedVariant[]): Promise<void> {
  const deployment: PublishedDeployment = {
    workspaceId: key.workspaceId,
    id,
    name,
    enabled: true,
    sticky: { header: null },
    fallback: true,
    variants,
    logging: { sampleRate: 1, maskColumns: [], retentionDays: 30 },
    revision: ++revision,
  };
  await redis.redis.hset(publishedDeploymentsHash, id, JSON.stringify(deployment));
  await redis.redis.set(publishedDeploymentsAt, new Date().toISOString());
  await redis.redis.publish(snapshotChannel, JSON.stringify({ part: "deployments", fields: [id] }));
}

/** The answer's number, or the status when there is none. */
async function ask(name: string, at: 0 | 1 = 0): Promise<number | string> {
  const reply = await fetch(`${gateways[at].url}/v2/models/${name}/infer`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key.key}` },
    body: JSON.stringify({ inputs: [{ name: "x", datatype: "FP64", shape: [1], data: [3] }] }),
  });
  const body = (await reply.json()) as { outputs?: { data: number[] }[] };
  return body.outputs?.[0]?.data[0] ?? `status ${reply.status}`;
}
const answers = async (name: string, wanted: number) => {
  await eventually(async () => expect([await ask(name, 0), await ask(name, 1)]).toEqual([wanted, wanted]));
};
const totals = (name: string) =>
  predictionTotals(store.telemetry, {
    workspaceId: key.workspaceId,
    deployments: [name],
    window: { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 60_000) },
  });

describe("a canary that fails", () => {
  it("is noted as failing, and every answer comes from the champion", async () => {
    await publish("fails", [variant(good.url), variant(broken.url, { role: "canary", weight: 0 })]);
    await answers("fails", 1);
    await publish("fails", [
      variant(good.url, { weight: 50 }),
      variant(broken.url, { role: "canary", weight: 50, modelVersion: "2" }),
    ]);
    const given = await Promise.all(Array.from({ length: 60 }, (_, i) => ask("fails", i % 2 === 0 ? 0 : 1)));
    expect(new Set(given)).toEqual(new Set([1]));
    await eventually(async () => {
      const canary = (await totals("fails")).find(({ role }) => role === "canary");
      expect(canary?.requests).toBeGreaterThan(5);
      expect(canary?.errors).toBe(canary?.requests);
    });
  });

  it("is gone on every gateway when the picture without it is published", async () => {
    await publish("back", [variant(broken.url)]);
    await eventually(async () => expect(await ask("back", 0)).toMatch(/status 50\d/));
    await publish("back", [variant(good.url)]);
    await answers("back", 1);
  });
});

describe("while a store is away", () => {
  it("Redis: the last picture goes on answering, and the newest one after the return", async () => {
    await publish("redis", [variant(good.url)]);
    await answers("redis", 1);
    redisDoor.shut();
    await publish("redis", [variant(better.url)]);
    await eventually(async () => expect(await ask("redis", 1)).toBe(2));
    expect(await ask("redis", 0)).toBe(1);
    await redisDoor.open();
    await eventually(async () => expect(await ask("redis", 0)).toBe(2), 20_000);
  });

  it("ClickHouse: answers go on, and are in the log and the counts after the return", async () => {
    await publish("log", [variant(good.url)]);
    await answers("log", 1);
    clickhouseDoor.shut();
    const given = await Promise.all(Array.from({ length: 20 }, () => ask("log", 0)));
    expect(new Set(given)).toEqual(new Set([1]));
    await clickhouseDoor.open();
    await eventually(async () => {
      const [champion] = await totals("log");
      expect(champion?.requests).toBeGreaterThanOrEqual(22);
    }, 20_000);
  });
});

describe("a model that cannot be loaded", () => {
  it("does not replace one that answers, whether its file is gone or its store is away", async () => {
    await publish("corrupt", [variant(good.url)]);
    await answers("corrupt", 1);
    const target = { kind: "onnx", objectKey: "nowhere/model.onnx", sizeBytes: 10, sha256: null } as const;
    await publish("corrupt", [variant("", { target, modelVersion: "9" })]);
    await eventually(async () => {
      const health = (await (await fetch(`${gateways[1].url}/health`)).json()) as {
        inference: { behind: number };
      };
      expect(health.inference.behind).toBe(1);
    });
    expect([await ask("corrupt", 0), await ask("corrupt", 1)]).toEqual([1, 1]);
  });
});

describe("a gateway that dies in the middle of a rollout", () => {
  it("takes nothing with it: the other one answers by the same picture", async () => {
    const canary = { role: "canary" as const, weight: 50, modelVersion: "2" };
    await publish("dies", [variant(good.url, { weight: 50 }), variant(better.url, canary)]);
    await eventually(async () => {
      const given = new Set(await Promise.all(Array.from({ length: 30 }, () => ask("dies", 1))));
      expect(given).toEqual(new Set([1, 2]));
    });
    await gateways[0].gateway.close();
    const given = new Set(await Promise.all(Array.from({ length: 40 }, () => ask("dies", 1))));
    expect(given).toEqual(new Set([1, 2]));
    await publish("dies", [variant(good.url)]);
    await eventually(async () => expect(await ask("dies", 1)).toBe(1));
    gateways[0] = await startTestGateway({ clickhouseUrl: clickhouseDoor.url, redisUrl: redisDoor.url });
    await answers("dies", 1);
  });
});
