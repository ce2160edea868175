import { gzipSync } from "node:zlib";
import {
  type PublishedDeployment,
  publishedDeploymentsAt,
  publishedDeploymentsHash,
} from "@triops/domains/deployments/snapshot-schemas";
import { predictionTotals } from "@triops/telemetry/predictions/traffic";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { eventually, publishTestKey } from "../testing.ts";
import { startWorld, type World } from "../world.testing.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.close());

const path = "/v1/predictions";
const labels = "/v1/ground-truth";
const made = (id: string, more: object = {}) => ({
  id,
  deployment: "fraud",
  version: "3",
  features: { amount: 12.5, country: "DE", vip: true, note: null, tags: ["a"] },
  output: { label: "ok", score: 0.1 },
  latencyMs: 4,
  ...more,
});
type Answer = {
  accepted: number;
  duplicates: number;
  rejected: number;
  errors: { line: number; id: string | null; message: string }[];
};
const send = async (body: object | string | Uint8Array, to = path, headers: Record<string, string> = {}) => {
  const isText = typeof body === "string" || body instanceof Uint8Array;
  const sent = await world.post({ path: to, body: isText ? body : JSON.stringify(body), headers });
  return { status: sent.status, answer: (await sent.json()) as Answer };
};
const stored = (deployment: string) =>
  world.store.telemetry.administer({
    name: "test",
    sql: `SELECT prediction_id AS id, role, model_version AS version, numbers, texts, output_numbers AS outputs,
            output_texts AS words, output_name AS name, latency_us AS latency, error_code AS code, retention_days AS days
          FROM predictions FINAL WHERE workspace_id = {ws:UUID} AND deployment = {deployment:String} ORDER BY id`,
    params: { ws: world.key.workspaceId, deployment },
    row: z.object({
      id: z.string(),
      role: z.string(),
      version: z.string(),
      numbers: z.record(z.string(), z.number()),
      texts: z.record(z.string(), z.string()),
      outputs: z.record(z.string(), z.number()),
      words: z.record(z.string(), z.string()),
      name: z.string(),
      latency: z.coerce.number(),
      code: z.string(),
      days: z.number(),
    }),
  });

describe("predictions made elsewhere", () => {
  it("are stored as they were sent: one, a list, one a line, zipped", async () => {
    expect(await send(made("one"))).toEqual({
      status: 200,
      answer: { accepted: 1, duplicates: 0, rejected: 0, errors: [] },
    });
    expect((await send([made("two"), made("three", { output: 7 })])).answer.accepted).toBe(2);
    const lines = [
      made("four", { output: undefined, error: { code: "timeout", message: "late" } }),
      made("five"),
    ];
    const text = `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`;
    const ndjson = { "content-type": "application/x-ndjson" };
    const zipped = await send(gzipSync(text), path, { ...ndjson, "content-encoding": "gzip" });
    expect(zipped).toMatchObject({ status: 200, answer: { accepted: 2 } });
    const rows = await stored("fraud");
    expect(rows.map(({ id }) => id)).toEqual(["five", "four", "one", "three", "two"]);
    expect(rows[2]).toEqual({
      id: "one",
      role: "outside",
      version: "3",
      numbers: { amount: 12.5 },
      texts: { country: "DE", vip: "true", tags: '["a"]' },
      outputs: { score: 0.1 },
      words: { label: "ok" },
      name: "label",
      latency: 4_000,
      code: "",
      days: 30,
    });
    expect(rows[3]).toMatchObject({ name: "output", outputs: { output: 7 } });
    expect(rows[1]).toMatchObject({ code: "timeout", name: "" });
  });

  it("count once by their id, whenever and however they come again", async () => {
    const before = new Date(Date.now() - 3_600_000).toISOString();
    const batch = [made("a", { deployment: "again" }), made("b", { deployment: "again", time: before })];
    const twice = await Promise.all([send(batch), send(batch)]);
    expect(twice.map(({ answer }) => answer.accepted + answer.duplicates)).toEqual([2, 2]);
    expect(twice.reduce((sum, { answer }) => sum + answer.accepted, 0)).toBe(2);
    expect((await send([...batch, made("c", { deployment: "again" }), ...batch])).answer).toMatchObject({
      accepted: 1,
      duplicates: 4,
    });
    expect(await stored("again")).toHaveLength(3);
    const window = { from: new Date(Date.now() - 7_200_000), to: new Date(Date.now() + 60_000) };
    await eventually(async () => {
      const question = { workspaceId: world.key.workspaceId, deployments: ["again"], window };
      expect(await predictionTotals(world.store.telemetry, question)).toMatchObject([
        { role: "outside", requests: 3, errors: 0, predictions: 3 },
      ]);
    });
  });

  it("are taken one by one: what is wrong is named by its line, the rest is stored", async () => {
    const lines = [
      JSON.stringify(made("good", { deployment: "partly" })),
      "{nonsense",
      "",
      JSON.stringify(made("", { deployment: "partly" })),
      JSON.stringify(made("no output", { deployment: "partly", output: null })),
      JSON.stringify(made("old", { deployment: "partly", time: "2001-01-01T00:00:00Z" })),
      JSON.stringify(made("odd", { deployment: "partly", time: "yesterday" })),
      JSON.stringify({ ...made("nameless"), deployment: null }),
      "[1]",
    ];
    const sent = await send(lines.join("\n"), path, { "content-type": "application/x-ndjson" });
    expect(sent).toMatchObject({ status: 200, answer: { accepted: 1, rejected: 7 } });
    expect(sent.answer.errors.map(({ line }) => line)).toEqual([2, 4, 5, 6, 7, 8, 9]);
    expect(sent.answer.errors[3]).toMatchObject({ id: "old", message: expect.stringContaining("older") });
    expect(await stored("partly")).toHaveLength(1);
  });

  it("hide the columns, and last as long, as their deployment says", async () => {
    const id = crypto.randomUUID();
    const deployment: PublishedDeployment = {
      workspaceId: world.key.workspaceId,
      id,
      name: "private",
      enabled: true,
      sticky: { header: null },
      fallback: true,
      variants: [],
      logging: { sampleRate: 1, maskColumns: ["country", "amount", "score"], retentionDays: 7 },
      revision: 1,
    };
    const { redis } = world.redis;
    await redis.hset(publishedDeploymentsHash, id, JSON.stringify(deployment));
    await redis.set(publishedDeploymentsAt, new Date().toISOString());
    await redis.publish("{triops}:snapshot", JSON.stringify({ part: "deployments", fields: [id] }));
    await eventually(async () => {
      const health = (await (await fetch(`${world.gateway.url}/health`)).json()) as {
        checks: { deployments: { count: number } };
      };
      expect(health.checks.deployments.count).toBeGreaterThan(0);
    });
    await send(made("masked", { deployment: "private" }));
    const [row] = await stored("private");
    expect(row).toMatchObject({ days: 7, numbers: {}, outputs: {} });
    expect(row?.texts).toMatchObject({ country: "***", amount: "***", vip: "true" });
    expect(row?.words).toMatchObject({ score: "***" });
    await redis.hdel(publishedDeploymentsHash, id);
  });

  it.each([
    ["401 without a key", { credential: null }, 401],
    ["415 for another type", { headers: { "content-type": "text/plain" } }, 415],
    ["415 for Brotli", { headers: { "content-encoding": "br" } }, 415],
    ["400 for what is no JSON", { body: "{" }, 400],
    ["400 for what is no gzip", { headers: { "content-encoding": "gzip" } }, 400],
    ["400 when nothing of it can be taken", { body: "[1, 2]" }, 400],
    ["400 for what is nested without end", { body: "[".repeat(100_000) }, 400],
    ["413 for too many", { body: `[${"0,".repeat(10_000)}0]` }, 413],
    [
      "413 for what grows too large",
      { body: gzipSync(Buffer.alloc(60_000_000)), headers: { "content-encoding": "gzip" } },
      413,
    ],
  ])("%s", async (_, what, status) => {
    const sent = await world.post({ path, body: JSON.stringify(made("x")), ...what });
    expect(sent.status).toBe(status);
    expect(await sent.json()).toMatchObject({ error: { detail: expect.any(String) } });
  });

  it("403 for a key that may not send", async () => {
    const reader = await publishTestKey(world.redis.redis, { scopes: ["read"] });
    await eventually(async () => {
      expect((await world.post({ path, json: made("x"), credential: reader.key })).status).toBe(403);
    });
  });
});

describe("labels that come late", () => {
  const known = (deployment: string) =>
    world.store.telemetry.administer({
      name: "test",
      sql: `SELECT prediction_id AS id, number, text FROM prediction_labels FINAL
            WHERE workspace_id = {ws:UUID} AND deployment = {deployment:String} ORDER BY id`,
      params: { ws: world.key.workspaceId, deployment },
      row: z.object({ id: z.string(), number: z.number().nullable(), text: z.string() }),
    });

  it("are kept once per prediction, the last one said", async () => {
    const to = `${labels}?deployment=fraud`;
    expect(
      await send(
        [
          { id: "one", label: true },
          { id: "two", label: "fraud" },
        ],
        to,
      ),
    ).toMatchObject({
      status: 200,
      answer: { accepted: 2 },
    });
    await send({ id: "one", label: 4.5, time: new Date().toISOString() }, to);
    await send({ id: "one", label: 4.5 }, to);
    expect(await known("fraud")).toEqual([
      { id: "one", number: 4.5, text: "" },
      { id: "two", number: null, text: "fraud" },
    ]);
  });

  it("name what is wrong by its line", async () => {
    const sent = await send(
      [
        { id: "x", deployment: "d" },
        { label: 1, deployment: "d" },
        { id: "y", label: 1 },
      ],
      labels,
    );
    expect(sent.status).toBe(400);
    expect(sent.answer.errors.map(({ message }) => message.split(":")[0])).toEqual([
      "label",
      "id",
      "deployment",
    ]);
  });
});

describe("whatever is sent", () => {
  it("is answered with 2xx or 4xx", async () => {
    const good = JSON.stringify([made("fuzz"), made("fuzz 2", { time: Date.now() })]);
    const values = ["null", "-1e999", '"\\ud800"', "[[]]", '{"__proto__":1}', "1e308", '"\\u0000"', "true"];
    for (let i = 0; i < 60; i++) {
      const at = (i * 37) % good.length;
      const body = `${good.slice(0, at)}${values[i % values.length]}${good.slice(at + (i % 9))}`;
      const to = i % 2 === 0 ? path : labels;
      const { status } = await send(body, to, i % 3 === 0 ? { "content-type": "application/x-ndjson" } : {});
      expect(status === 200 || (status >= 400 && status < 500), `${status} for ${body}`).toBe(true);
    }
  });
});
