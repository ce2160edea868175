import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { intakeBytes, intakeLimits, intakeStream } from "@triops/domains/intake/schemas";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { publishTestKey } from "../testing.ts";
import { startWorld, type World } from "../world.testing.ts";

let world: World;
const stream = intakeStream("alerts");

beforeAll(async () => {
  world = await startWorld();
});
beforeEach(async () => {
  await world.redis.redis.del(stream, intakeBytes("alerts"));
});
afterAll(async () => {
  await world.redis.redis.del(stream, intakeBytes("alerts"));
  await world.close();
});

const path = "/api/v2/alerts";
const alert = (name: string) => ({ labels: { alertname: name }, annotations: {}, generatorURL: "http://p/" });
const post = async (body: unknown, more: Partial<Parameters<World["post"]>[0]> = {}) => {
  const reply = await world.post({
    path,
    body: typeof body === "string" ? body : JSON.stringify(body),
    ...more,
  });
  const text = await reply.text();
  return { status: reply.status, text, retryAfter: reply.headers.get("retry-after") };
};

/** What stands in the queue, as its entries' fields. */
async function waiting() {
  const entries = await world.redis.redis.xrange(stream, "-", "+");
  return entries.map(([, fields]) => {
    const entry: Record<string, string> = {};
    for (let i = 0; i + 1 < fields.length; i += 2) entry[fields[i] as string] = fields[i + 1] as string;
    return {
      ...entry,
      items: Number(entry.items),
      workspaceId: entry.workspaceId,
      body: JSON.parse(entry.body ?? ""),
    };
  });
}

describe("alerts of a Prometheus", () => {
  it("200 with nothing in it, once they stand in the queue under the key's workspace", async () => {
    expect(await post([alert("A"), alert("B")])).toMatchObject({ status: 200, text: "" });
    expect(await waiting()).toMatchObject([
      {
        workspaceId: world.key.workspaceId,
        items: 2,
        body: {
          source: "prometheus",
          group: null,
          alerts: [{ labels: { alertname: "A" } }, { resolved: false }],
        },
      },
    ]);
  });
  it("200 for none at all, compressed or not", async () => {
    expect(await post([])).toMatchObject({ status: 200 });
    const body = gzipSync(JSON.stringify([alert("A")]));
    const reply = await world.post({ path, body, headers: { "content-encoding": "gzip" } });
    expect([reply.status, (await waiting()).length]).toEqual([200, 1]);
  });
  it("400 with a JSON text that names what is wrong; the valid ones stand", async () => {
    const reply = await post([alert("A"), { labels: {} }]);
    expect([reply.status, JSON.parse(reply.text)]).toEqual([400, "at least one label pair required"]);
    expect(await waiting()).toMatchObject([{ items: 1 }]);
  });
  it("in parts when a request carries very many", async () => {
    await post(Array.from({ length: intakeLimits.itemsPerEntryMax + 1 }, (_, i) => alert(`n${i}`)));
    expect((await waiting()).map((entry) => entry.items)).toEqual([intakeLimits.itemsPerEntryMax, 1]);
  });
});

describe("the webhook", () => {
  it("200, with what it says of its group", async () => {
    const alerts = [{ status: "firing", labels: { alertname: "A" }, endsAt: "0001-01-01T00:00:00Z" }];
    const body = { version: "4", groupKey: "g", receiver: "r", truncatedAlerts: 4, status: "firing", alerts };
    expect(await post(body, { path: "/webhooks/alertmanager" })).toMatchObject({ status: 200 });
    expect(await waiting()).toMatchObject([
      {
        body: {
          source: "alertmanager",
          group: { groupKey: "g", truncatedAlerts: 4 },
          alerts: [{ endsAt: null }],
        },
      },
    ]);
  });
});

describe("refusals", () => {
  it.each([
    ["no JSON", "{", 400],
    ["no list", "{}", 400],
    ["nesting without end", "[".repeat(5_000), 400],
    ["a prototype", '[{"__proto__": {"labels": {}}}]', 400],
    ["too many alerts", JSON.stringify(Array.from({ length: 10_001 }, () => ({}))), 400],
  ])("a client's fault for %s", async (_what, body, status) => {
    const reply = await post(body);
    expect([reply.status, typeof JSON.parse(reply.text)]).toEqual([status, "string"]);
    expect(await waiting()).toEqual([]);
  });
  it("415 for another type or encoding, 401 without a key, 403 without the scope", async () => {
    expect((await post("x", { headers: { "content-type": "text/plain" } })).status).toBe(415);
    expect((await post("x", { headers: { "content-encoding": "br" } })).status).toBe(415);
    expect((await post([], { credential: null })).status).toBe(401);
    const reader = await publishTestKey(world.redis.redis, { scopes: ["read"] });
    await expect
      .poll(async () => (await post([], { credential: reader.key })).status, { timeout: 8_000 })
      .toBe(403);
  });
  it("503 with Retry-After while the queue is full, and all of a request or nothing", async () => {
    await world.redis.redis.xadd(stream, "*", "a", "b");
    await world.redis.redis.set(intakeBytes("alerts"), intakeLimits.bytesMax);
    expect(await post([alert("A")])).toMatchObject({
      status: 503,
      retryAfter: expect.stringMatching(/^\d+$/),
    });
    expect(await world.redis.redis.xlen(stream)).toBe(1);
  });
  it("503 with Retry-After beyond the workspace's rate, because Alertmanager gives up on 429", async () => {
    const limits = { ...world.key.limits, requestsPerSecondMax: 1 };
    const slow = await publishTestKey(world.redis.redis, { limits });
    const status = async () => (await post([], { credential: slow.key })).status;
    await expect.poll(status, { timeout: 8_000 }).not.toBe(401);
    const replies = await Promise.all(Array.from({ length: 60 }, () => post([], { credential: slow.key })));
    const refused = replies.filter((reply) => reply.status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const reply of refused) expect([reply.status, Number(reply.retryAfter) > 0]).toEqual([503, true]);
  });
  it("believes a byte count only while the queue holds something", async () => {
    await world.redis.redis.set(intakeBytes("alerts"), intakeLimits.bytesMax);
    expect(await post([alert("A")])).toMatchObject({ status: 200 });
  });
  it("only 4xx or 200 for bytes of any kind", async () => {
    const good = Buffer.from(
      JSON.stringify([alert("A"), { ...alert("B"), startsAt: new Date().toISOString() }]),
    );
    const statuses = new Set<number>();
    for (let i = 0; i < 150; i++) {
      const bytes = Buffer.from(i % 3 === 0 ? createHash("sha512").update(`${i}`).digest() : good);
      if (i % 3 === 1) bytes[(i * 7) % bytes.length] = (i * 31) & 255;
      if (i % 3 === 2) bytes.fill(0x5b, (i * 5) % bytes.length, ((i * 5) % bytes.length) + 3);
      const gzip = i % 5 === 0;
      const reply = await world.post({
        path: i % 2 === 0 ? path : "/webhooks/alertmanager",
        body: i % 10 === 0 ? gzipSync(bytes).subarray(0, 30) : bytes,
        headers: gzip ? { "content-encoding": "gzip" } : {},
      });
      await reply.text();
      statuses.add(reply.status);
    }
    for (const status of statuses) expect([200, 400, 413, 415]).toContain(status);
  });
});
