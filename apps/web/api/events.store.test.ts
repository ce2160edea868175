import { revoke } from "@triops/domains/api-keys/revoke";
import { makeApiKey } from "@triops/domains/api-keys/testing";
import { makeIncident } from "@triops/domains/incidents/testing";
import { readLiveSequence } from "@triops/domains/live";
import { createAuth } from "@triops/domains/members/auth";
import type { Caller } from "@triops/domains/runtime";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Authenticator, createAuthenticator } from "./authenticate.ts";
import { answerEvents } from "./events.ts";
import { createLiveHub, type LiveHub } from "./live-hub.ts";

let harness: Harness;
let live: LiveHub;
let authenticator: Authenticator;
let workspace: TestWorkspace;
let owner: Caller;

beforeAll(async () => {
  harness = await createHarness();
  live = createLiveHub(harness.redisUrl, harness.runtime.log);
  authenticator = createAuthenticator(harness.runtime, createAuth(harness.runtime), undefined);
  workspace = await harness.makeWorkspace();
  owner = await harness.callerAs(workspace, "owner");
});
afterAll(async () => {
  live.close();
  await harness.close();
});

/** An open stream and everything heard on it so far. */
async function open(key: string, heartbeatMs?: number) {
  const ending = new AbortController();
  const request = new Request("http://127.0.0.1:3999/api/v1/events", {
    headers: { authorization: `Bearer ${key}` },
    signal: ending.signal,
  });
  const answer = await answerEvents(request, { runtime: harness.runtime, live, authenticator, heartbeatMs });
  const heard = { text: "", ended: false };
  const reading = (async () => {
    const decoder = new TextDecoder();
    for await (const chunk of answer.body ?? []) heard.text += decoder.decode(chunk);
    heard.ended = true;
  })();
  reading.catch(() => {});
  return { status: answer.status, heard, leave: () => ending.abort() };
}

describe("the stream of changes", () => {
  it("tells of a change in the workspace, and of no other workspace's", async () => {
    const { key } = await makeApiKey(owner);
    const stream = await open(key);
    expect(stream.status).toBe(200);
    const foreign = await harness.makeWorkspace();
    await expect.poll(async () => subscribers(workspace)).toBe(1);
    const theirs = await makeIncident(await harness.callerAs(foreign, "owner"));
    const ours = await makeIncident(owner);
    await expect.poll(() => stream.heard.text).toContain(ours.id);
    expect(stream.heard.text).not.toContain(theirs.id);
    // Names what changed, never the data itself.
    expect(stream.heard.text).not.toContain(ours.title);
    stream.leave();
    await expect.poll(async () => subscribers(workspace)).toBe(0);
  });

  it("begins with its place, so that a page knows what it missed since it was read", async () => {
    const { key } = await makeApiKey(owner);
    const before = await readLiveSequence(harness.runtime, workspace.id);
    await makeIncident(owner);
    await expect.poll(() => readLiveSequence(harness.runtime, workspace.id)).toBe((before ?? 0) + 1);
    const stream = await open(key);
    await expect.poll(() => stream.heard.text).toContain(`{"sequence":${(before ?? 0) + 1}}`);
    const next = await makeIncident(owner);
    await expect.poll(() => stream.heard.text).toContain(next.id);
    const message = /data: (\{.*"verb".*\})/.exec(stream.heard.text)?.[1] ?? "{}";
    expect(JSON.parse(message)).toMatchObject({ sequence: (before ?? 0) + 2, verb: expect.any(String) });
    stream.leave();
  });

  it("ends with its key", async () => {
    const { id, key } = await makeApiKey(owner);
    const stream = await open(key, 50);
    await expect.poll(() => stream.heard.text).toContain("still here");
    await revoke.call(owner, { id });
    await expect.poll(() => stream.heard.ended).toBe(true);
  });

  it("401 without a key, 403 for one that may not read", async () => {
    expect((await open("nonsense")).status).toBe(401);
    const { key } = await makeApiKey(owner, { scopes: ["ingest"] });
    expect((await open(key)).status).toBe(403);
  });

  it("429 when a workspace has too many open", () => {
    const leave: (() => void)[] = [];
    const listener = { message: () => {}, end: () => {} };
    expect(() => {
      for (let i = 0; i <= 200; i++) leave.push(live.listen("crowded", { ...listener }));
    }).toThrow(/Too many/);
    for (const go of leave) go();
  });
});

async function subscribers({ id }: TestWorkspace): Promise<number> {
  const [, count] = (await harness.runtime.redis.pubsub("NUMSUB", `{triops}:live:${id}`)) as [string, number];
  return Number(count);
}
