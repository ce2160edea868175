import { connectRedis, type Redis, waitForRedis } from "@triops/kernel/redis";
import { createHarness, type Harness } from "@triops/testing/harness";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type SnapshotMessage, snapshotChannel, snapshotMessage } from "./api-keys/schemas.ts";
import { makeRoute } from "./llm-routes/testing.ts";
import { publishAll, publishSome, type SnapshotPart } from "./snapshot-part.ts";
import { makeVirtualKey } from "./virtual-keys/testing.ts";

type Entry = { text: string; revision: number };

let harness: Harness;
let listener: Redis;
let heard: SnapshotMessage[] = [];
/** Stands for the ledger. */
let ledger = new Map<string, Entry>();

const part: SnapshotPart<Entry> = {
  name: "things",
  hash: "{triops}:snapshot:things",
  markedAt: "{triops}:snapshot:things-published-at",
  some: async (_, fields) => new Map([...ledger].filter(([field]) => fields.includes(field))),
  after: async (_, last, take) =>
    new Map(
      [...ledger]
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .filter(([field]) => last === undefined || field > last)
        .slice(0, take),
    ),
};
const stored = async () =>
  Object.fromEntries(
    Object.entries(await harness.runtime.redis.hgetall(part.hash)).map(([field, json]) => [
      field,
      (JSON.parse(json) as Entry).text,
    ]),
  );

beforeAll(async () => {
  harness = await createHarness();
  listener = connectRedis(harness.redisUrl, "blocking", () => {});
  await waitForRedis(listener);
  await listener.subscribe(snapshotChannel);
  listener.on("message", (_, text) => heard.push(snapshotMessage.parse(JSON.parse(text))));
});
beforeEach(async () => {
  heard = [];
  ledger = new Map();
  await harness.runtime.redis.del(part.hash, part.markedAt);
});
afterAll(async () => {
  listener?.disconnect();
  await harness?.close();
});

describe("a part of the gateways' picture", () => {
  it("never goes back: of two publishers the newer revision stands", async () => {
    const { runtime } = harness;
    ledger.set("a", { text: "new", revision: 7 });
    await publishSome(runtime, part, ["a"]);
    ledger.set("a", { text: "read before that", revision: 6 });
    await publishSome(runtime, part, ["a"]);
    expect(await stored()).toEqual({ a: "new" });
    ledger.delete("a");
    await publishSome(runtime, part, ["a"]);
    expect(await stored()).toEqual({});
  });

  it("is made whole by a sweep, page by page, and only what differed is told", async () => {
    const { runtime } = harness;
    for (let i = 0; i < 1_203; i++)
      ledger.set(`f${String(i).padStart(5, "0")}`, { text: `${i}`, revision: 1 });
    await publishAll(runtime, part);
    expect(Object.keys(await stored())).toHaveLength(1_203);
    await vi.waitFor(() => expect(heard).toEqual([{ part: "things" }]));
    heard = [];
    await runtime.redis.hset(part.hash, "ghost", JSON.stringify({ text: "left over", revision: 1 }));
    await runtime.redis.hdel(part.hash, "f00600");
    await publishAll(runtime, part);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    expect(heard[0]?.fields?.toSorted()).toEqual(["f00600", "ghost"]);
    heard = [];
    await publishAll(runtime, part);
    expect(await stored()).toMatchObject({ f00600: "600" });
    expect(heard).toEqual([]);
  });

  it("is told to the gateways by the change itself, no sweep needed", async () => {
    const admin = await harness.callerAs(await harness.makeWorkspace(), "admin");
    const route = await makeRoute(admin);
    await makeVirtualKey(admin);
    const isHeard = (name: string, field: string) =>
      heard.some((message) => message.part === name && message.fields?.includes(field));
    await vi.waitFor(() => {
      expect(isHeard("llm-routes", route.id)).toBe(true);
      expect(isHeard("llm-limits", admin.context.workspaceId)).toBe(true);
    });
  });
});
