import {
  type LogTailMessage,
  logTailChannel,
  logTailsChannel,
  logTailsHash,
} from "@triops/domains/logs/schemas";
import { connectRedis, type Redis } from "@triops/kernel/redis";
import { knownTemplates } from "@triops/telemetry/logs/known-templates";
import { searchLogs } from "@triops/telemetry/logs/search";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { eventually, startTestGateway } from "./testing.ts";
import { nowNanos, startWorld, type World } from "./world.testing.ts";

let world: World;
let { store, redis, key } = {} as World;
let listener: Redis;
beforeAll(async () => {
  world = await startWorld();
  ({ store, redis, key } = world);
  listener = connectRedis(inject("stores").redisUrl, "blocking", () => {});
});
afterAll(async () => {
  listener.disconnect();
  await world.close();
});

const send = (url: string, service: string, bodies: string[], severityNumber = 9) =>
  fetch(`${url}/v1/logs`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${key.key}` },
    body: JSON.stringify({
      resourceLogs: [
        {
          resource: { attributes: [{ key: "service.name", value: { stringValue: service } }] },
          scopeLogs: [
            {
              logRecords: bodies.map((body) => ({
                timeUnixNano: nowNanos(),
                severityNumber,
                body: { stringValue: body },
                attributes: [{ key: "user", value: { stringValue: "ann" } }],
              })),
            },
          ],
        },
      ],
    }),
  });

/** Opens a tail as the web app does; what it hears is gathered. */
async function open(id: string, value: string, untilMs = Date.now() + 60_000, workspaceId = key.workspaceId) {
  const heard: LogTailMessage = { lines: [], skipped: 0 };
  listener.on("message", (channel: string, text: string) => {
    if (channel !== logTailChannel(id)) return;
    const message = JSON.parse(text) as LogTailMessage;
    heard.lines.push(...message.lines);
    heard.skipped += message.skipped;
  });
  await listener.subscribe(logTailChannel(id));
  const entry = {
    workspaceId,
    filter: { kind: "compare", field: { kind: "column", name: "service" }, op: "=", value },
    columns: [{ kind: "attribute", key: "user" }],
    untilMs,
  };
  await redis.redis.hset(logTailsHash, id, JSON.stringify(entry));
  await redis.redis.publish(logTailsChannel, id);
  return heard;
}

describe("live tail", () => {
  it("sends what fits as it comes in, from every gateway, and nothing of other workspaces", async () => {
    const second = await startTestGateway({ clickhouseUrl: store.url, redisUrl: inject("stores").redisUrl });
    const heard = await open("t1", "shop");
    const foreign = await open("t2", "shop", undefined, "01890000-0000-7000-8000-00000000ffff");
    await eventually(async () => {
      await send(world.gateway.url, "shop", ["from the first"]);
      await send(second.url, "shop", ["from the second"]);
      await send(world.gateway.url, "mail", ["not asked for"]);
      const bodies = new Set(heard.lines.map((line) => line.body));
      expect(bodies).toEqual(new Set(["from the first", "from the second"]));
    });
    expect(heard.lines[0]).toMatchObject({ service: "shop", level: "info", columns: ["ann"] });
    expect(heard.lines[0]?.id).toMatch(/^\d+-\d+$/);
    expect(foreign.lines).toEqual([]);
    await second.gateway.close();
  });

  it("tells how many it left out when more comes than anybody can read", async () => {
    const heard = await open("t3", "flood");
    const bodies = Array.from({ length: 500 }, (_, i) => `line ${i}`);
    await eventually(async () => {
      await send(world.gateway.url, "flood", bodies);
      expect(heard.lines.length).toBeGreaterThan(0);
    });
    await expect.poll(() => heard.skipped).toBeGreaterThan(0);
    expect((heard.lines.length + heard.skipped) % 500).toBe(0);
  });

  it("ends by itself when nobody renews it", async () => {
    const heard = await open("t4", "late", Date.now() - 1);
    await send(world.gateway.url, "late", ["too late"]);
    await expect.poll(() => redis.redis.hexists(logTailsHash, "t4")).toBe(0);
    expect(heard.lines).toEqual([]);
  });
});

describe("log templates", () => {
  const users = ["ann", "bob", "cyd", "dan", "eve"];
  const idsOf = async (service: string) => {
    const { data } = await searchLogs(store.telemetry, {
      workspaceId: key.workspaceId,
      window: { from: new Date(Date.now() - 600_000), to: new Date(Date.now() + 600_000) },
      filter: { kind: "compare", field: { kind: "column", name: "service" }, op: "=", value: service },
    });
    return data.map((line) => line.templateId);
  };

  it("are the same after a restart", async () => {
    const stores = { clickhouseUrl: store.url, redisUrl: inject("stores").redisUrl };
    const before = await startTestGateway(stores);
    await eventually(async () => {
      expect(
        (
          await send(
            before.url,
            "login",
            users.map((user) => `user ${user} signed in`),
          )
        ).status,
      ).toBe(200);
    });
    await before.gateway.close();
    const known = await knownTemplates(store.telemetry, { workspaceId: key.workspaceId, now: new Date() });
    const standing = known.filter((each) => each.service === "login" && each.mergedInto === "");
    expect(standing.map((each) => each.text)).toEqual(["user <*> signed in"]);
    const after = await startTestGateway(stores);
    await eventually(async () => {
      expect((await send(after.url, "login", ["user zoe signed in"])).status).toBe(200);
    });
    expect(await idsOf("login")).toContain(standing[0]?.id);
    const [newest] = await idsOf("login");
    expect(newest).toBe(standing[0]?.id);
    await after.gateway.close();
  });
});
