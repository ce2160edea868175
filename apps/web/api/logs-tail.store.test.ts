import { makeApiKey } from "@triops/domains/api-keys/testing";
import { logTail, logTailChannel, logTailsHash } from "@triops/domains/logs/schemas";
import { createAuth } from "@triops/domains/members/auth";
import type { Caller } from "@triops/domains/runtime";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Authenticator, createAuthenticator } from "./authenticate.ts";
import { createLiveHub, type LiveHub } from "./live-hub.ts";
import { answerTail } from "./logs-tail.ts";

let harness: Harness;
let live: LiveHub;
let authenticator: Authenticator;
let workspace: TestWorkspace;
let owner: Caller;

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  live = createLiveHub(harness.redisUrl, harness.runtime.log);
  authenticator = createAuthenticator(harness.runtime, createAuth(harness.runtime), undefined);
  workspace = await harness.makeWorkspace();
  owner = await harness.callerAs(workspace, "owner");
});
afterAll(async () => {
  live.close();
  await harness.close();
});

async function open(key: string, query: string) {
  const ending = new AbortController();
  const request = new Request(`http://127.0.0.1:3999/api/v1/logs/tail?${query}`, {
    headers: { authorization: `Bearer ${key}` },
    signal: ending.signal,
  });
  const answer = await answerTail(request, { runtime: harness.runtime, live, authenticator });
  const heard = { text: "" };
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) heard.text += decoder.decode(chunk);
  })();
  reading.catch(() => {});
  return { status: answer.status, heard, leave: () => ending.abort() };
}

/** Tails of this test's workspace, as gateways see them. */
async function tails() {
  const entries = Object.entries(await harness.runtime.redis.hgetall(logTailsHash));
  return entries
    .map(([id, json]) => ({ id, ...logTail.parse(JSON.parse(json)) }))
    .filter((tail) => tail.workspaceId === workspace.id);
}

describe("the live tail of logs", () => {
  it("asks the gateways for what fits, hands on what they send, and takes the wish back when the reader leaves", async () => {
    const { key } = await makeApiKey(owner);
    const stream = await open(key, "q=service%3Ashop&columns=attr.user");
    expect(stream.status).toBe(200);
    const [tail] = await tails();
    expect(tail).toMatchObject({
      filter: { kind: "compare", field: { kind: "column", name: "service" }, value: "shop" },
      columns: [{ kind: "attribute", key: "user" }],
    });
    expect(tail?.untilMs).toBeGreaterThan(Date.now());
    const channel = logTailChannel(tail?.id ?? "");
    await expect.poll(async () => (await harness.runtime.redis.pubsub("NUMSUB", channel))[1]).toBe(1);
    await harness.runtime.redis.publish(channel, JSON.stringify({ lines: [], skipped: 7 }));
    await expect.poll(() => stream.heard.text).toContain('"skipped":7');
    stream.leave();
    await expect.poll(async () => (await tails()).length).toBe(0);
  });

  it("400 for a search that cannot be read, 401 without a key, 403 for one that may not read", async () => {
    const { key } = await makeApiKey(owner);
    expect((await open(key, "q=%22open")).status).toBe(400);
    expect((await open(key, "q=attr.x%3Eabc")).status).toBe(400);
    expect((await open("nonsense", "q=")).status).toBe(401);
    const { key: ingest } = await makeApiKey(owner, { scopes: ["ingest"] });
    expect((await open(ingest, "q=")).status).toBe(403);
    expect(await tails()).toEqual([]);
  });
});
