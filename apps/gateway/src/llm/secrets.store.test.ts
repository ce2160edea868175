import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sealedToProvider } from "@triops/domains/llm-providers/snapshot-schemas";
import { randomText } from "@triops/kernel/ids";
import { seal } from "@triops/kernel/secrets";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { eventually, publishTestKey, testSecretKey } from "../testing.ts";
import { type LlmWorld, startLlmWorld } from "./world.testing.ts";

/** What a provider is shown, and what it must show nobody. */
const credential = `sk-provider-${randomText(24)}`;
const extraHeader = `extra-${randomText(24)}`;

let world: LlmWorld;
let tattler: Server;
let child: ChildProcess;
let childUrl = "";
let ingestKey = "";
let spool: string;
/** All that the gateway process wrote. */
let log = "";
/** All that callers were told. */
let told = "";

/** A provider that repeats every header it was sent, in each of its ways to refuse. */
function startTattler(): Promise<{ server: Server; url: string }> {
  const server = createServer((request, reply) => {
    const heard = JSON.stringify(request.headers);
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const status = Number(/refuse (\d+)/.exec(body)?.[1] ?? 200);
      if (body.includes("as text")) return reply.writeHead(status).end(`Bad key: ${heard}`);
      if (body.includes("hang up")) return reply.destroy();
      reply.writeHead(status, { "content-type": "application/json", "x-heard": credential });
      reply.end(
        status === 200
          ? JSON.stringify({
              id: "chatcmpl-1",
              object: "chat.completion",
              model: "gpt-4o-mini",
              choices: [
                { index: 0, finish_reason: "stop", message: { role: "assistant", content: "Hello" } },
              ],
              usage: { prompt_tokens: 5, completion_tokens: 1, total_tokens: 6 },
            })
          : JSON.stringify({
              error: { message: `Incorrect API key: ${heard}`, type: "x", code: credential },
            }),
      );
    });
  });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" ? address?.port : 0;
      resolve({ server, url: `http://127.0.0.1:${port}/v1` });
    }),
  );
}

/** A gateway of its own process whose ClickHouse is away: its log is heard and its spool stays. */
function startChild(): Promise<string> {
  child = spawn(process.execPath, [join(import.meta.dirname, "..", "main.ts")], {
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      PATH: process.env.PATH,
      CLICKHOUSE_URL: "http://127.0.0.1:1/none",
      REDIS_URL: inject("stores").redisUrl,
      OBJECT_STORE_URL: "file:///tmp/triops-test-objects",
      TRIOPS_SECRET_KEY: testSecretKey,
      TRIOPS_PROVIDER_CIDRS: "127.0.0.0/8",
      TRIOPS_SPOOL_DIR: spool,
      PORT: "0",
      LOG_LEVEL: "debug",
    },
  });
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      log += chunk.toString();
      const address = /"address":"([^"]+)"/.exec(log)?.[1];
      if (address) resolve(address);
    };
    child.stdout?.on("data", hear);
    child.stderr?.on("data", hear);
    child.once("exit", (code) => reject(new Error(`The gateway ended with ${code}: ${log}`)));
  });
}

const messages = (content: string) => ({ messages: [{ role: "user", content }] });
const forms = {
  chat: { path: "/v1/chat/completions", body: messages },
  responses: { path: "/v1/responses", body: (input: string) => ({ input }) },
  messages: { path: "/v1/messages", body: (text: string) => ({ max_tokens: 20, ...messages(text) }) },
  count: { path: "/v1/messages/count_tokens", body: messages },
  embeddings: { path: "/v1/embeddings", body: (input: string) => ({ input }) },
};

/** What an instrumented judge says of an answer, by a log record: it becomes a score. */
async function sendEvaluation(url: string) {
  const attribute = (key: string, value: unknown) => ({ key, value });
  const record = {
    timeUnixNano: `${BigInt(Date.now()) * 1_000_000n}`,
    eventName: "gen_ai.evaluation.result",
    traceId: "0af7651916cd43dd8448eb211c80319c",
    attributes: [
      attribute("gen_ai.evaluation.name", { stringValue: "relevance" }),
      attribute("gen_ai.evaluation.score.value", { doubleValue: 0.5 }),
      attribute("gen_ai.response.id", { stringValue: "chatcmpl-1" }),
    ],
  };
  const answer = await fetch(`${url}/v1/logs`, {
    method: "POST",
    headers: { authorization: `Bearer ${ingestKey}`, "content-type": "application/json" },
    body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [record] }] }] }),
  });
  told += `${answer.status} ${await answer.text()}\n`;
}

async function ask(
  url: string,
  content: string,
  more: { stream?: boolean; key?: string; body?: string; form?: keyof typeof forms; model?: string } = {},
) {
  const { path, body } = forms[more.form ?? "chat"];
  const answer = await fetch(`${url}${path}`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${more.key ?? world.key.key}`,
      "content-type": "application/json",
      "x-triops-user": "ada",
    },
    body:
      more.body ??
      JSON.stringify({
        model: more.model ?? "tattler",
        stream: more.stream ?? false,
        ...body(content),
      }),
  });
  told += `${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}\n`;
}

async function askEverything(url: string) {
  await ask(url, "Hello");
  for (const status of [400, 401, 403, 404, 429, 500]) {
    await ask(url, `refuse ${status}`);
    await ask(url, `refuse ${status} as text`);
    await ask(url, `refuse ${status}`, { stream: true });
  }
  // Native and translated, in every form that callers speak.
  for (const model of ["tattler", "native"])
    for (const form of ["responses", "messages", "count", "embeddings"] as const)
      for (const stream of [false, true])
        for (const content of ["Hello", "refuse 401", "refuse 500 as text"])
          await ask(url, content, { model, form, stream });
  await ask(url, "hang up");
  await ask(url, "Hello", { body: '{"model":' });
  await ask(url, "Hello", { body: JSON.stringify({ model: "unknown", messages: [] }) });
  // One sign is wrong.
  await ask(url, "Hello", { key: `${world.key.key.slice(0, -1)}!` });
}

beforeAll(async () => {
  spool = mkdtempSync(join(tmpdir(), "triops-secrets-"));
  world = await startLlmWorld();
  const { server, url } = await startTattler();
  tattler = server;
  const provider = await world.provider({ baseUrl: url, credential, kind: "openai-compatible" });
  const headersSealed = seal(
    testSecretKey,
    world.workspaceId,
    sealedToProvider(provider.id),
    JSON.stringify({ "x-extra": extraHeader }),
  );
  await world.provider({ ...provider, credential, headersSealed, revision: 2 });
  await world.route("tattler", [{ providerId: provider.id }]);
  const native = await world.provider({ baseUrl: url, credential, kind: "openai" });
  await world.route("native", [{ providerId: native.id }]);
  const { redis, workspaceId } = world;
  ingestKey = (await publishTestKey(redis, { scopes: ["ingest"], workspaceId })).key;
  childUrl = await startChild();
  await eventually(async () => {
    const reply = await fetch(`${childUrl}/v1/models/tattler`, {
      headers: { authorization: `Bearer ${world.key.key}` },
    });
    if (reply.status !== 200) throw new Error("not known yet");
  });
  await askEverything(childUrl);
  await askEverything(world.url);
  await sendEvaluation(world.url);
  await eventually(async () => {
    const [row] = await world.store.telemetry.administer({
      name: "test",
      sql: "SELECT count() AS n FROM llm_spans WHERE workspace_id = {ws:UUID}",
      params: { ws: world.workspaceId },
      row: z.object({ n: z.coerce.number() }),
    });
    if ((row?.n ?? 0) < 20) throw new Error("not all on record yet");
  });
}, 120_000);

afterAll(async () => {
  child?.kill("SIGKILL");
  tattler?.close();
  await world?.close();
  rmSync(spool, { recursive: true, force: true });
});

/** Also as they look in base64 and in a URL. */
function expectNoSecret(text: string) {
  for (const secret of [credential, extraHeader, world.key.key, ingestKey]) {
    const looks = [secret, Buffer.from(secret).toString("base64").slice(0, 24), encodeURIComponent(secret)];
    for (const look of looks) expect(text.includes(look), `${secret.slice(0, 6)}… shows`).toBe(false);
  }
}

describe("provider keys and virtual keys", () => {
  test("are in nothing that callers are told", () => {
    expect(told).toContain("200");
    expect(told).toContain("Incorrect API key");
    expectNoSecret(told);
  });

  test("are in no line of the log, at any level", () => {
    expect(log.length).toBeGreaterThan(100);
    expectNoSecret(log);
  });

  test("are in no file of the spool", () => {
    const files = readdirSync(spool);
    expect(files.some((name) => name.endsWith(".spool"))).toBe(true);
    for (const name of files) expectNoSecret(readFileSync(join(spool, name), "latin1"));
  });

  test("are in no row of any table, so in no trace, conversation or score made of them", async () => {
    const tables = await world.store.telemetry.administer({
      name: "test",
      sql: "SELECT name FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%MergeTree'",
      row: z.object({ name: z.string() }),
    });
    expect(tables.map(({ name }) => name)).toContain("llm_spans");
    for (const { name } of tables) {
      const rows = await world.store.telemetry.administer({
        name: "test",
        sql: `SELECT * FROM ${name}`,
        row: z.looseObject({}),
      });
      expectNoSecret(JSON.stringify(rows));
    }
  });

  test("are in no value of Redis", async () => {
    const { redis } = world;
    for (const key of await redis.keys("{triops}*")) {
      const type = await redis.type(key);
      const value =
        type === "hash"
          ? await redis.hgetall(key)
          : type === "string"
            ? await redis.get(key)
            : type === "set"
              ? await redis.smembers(key)
              : type === "zset"
                ? await redis.zrange(key, "0", "-1")
                : type === "stream"
                  ? await redis.xrange(key, "-", "+", "COUNT", 1_000)
                  : null;
      expectNoSecret(`${key} ${JSON.stringify(value)}`);
    }
  });

  test("are not in what the gateway says of itself", async () => {
    const pages = await Promise.all(
      ["/health", "/metrics"].map(async (path) => (await fetch(`${childUrl}${path}`)).text()),
    );
    expectNoSecret(pages.join("\n"));
  });
});
