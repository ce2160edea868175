import { connectRedis } from "@triops/kernel/redis";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { snapshotChannel } from "../api-keys/schemas.ts";
import type { Caller } from "../runtime.ts";
import { create, createVersion } from "./create.ts";
import { publish } from "./jobs.ts";
import { setLabel } from "./labels.ts";
import { remove } from "./remove.ts";
import { renderPrompt } from "./render.ts";
import { publishAllPrompts } from "./snapshot.ts";
import {
  newestPublished,
  olderVersionsHash,
  publishedPrompt,
  publishedPromptRevisions,
  publishedPromptsAt,
  publishedPromptsHash,
  publishedPromptVersion,
} from "./snapshot-schemas.ts";

let harness: Harness;
let workspace: TestWorkspace;
let ann: Caller;
beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  ann = await harness.callerAs(workspace, "editor");
});
afterAll(() => harness?.close());

const published = async (id: string) => {
  const json = await harness.runtime.redis.hget(publishedPromptsHash, id);
  return json === null ? null : publishedPrompt.parse(JSON.parse(json));
};
const make = (name: string, template: string, more = {}) =>
  create.call(ann, { name, template, ...more } as never);
const commit = (promptId: string, template: string) =>
  createVersion.call(ann, { promptId, template } as never);

describe("what gateways hold of prompts", () => {
  it("is there when the verb has answered, and announced", async () => {
    const heard: string[] = [];
    const ears = connectRedis(harness.redisUrl, "blocking", () => {});
    await ears.subscribe(snapshotChannel);
    ears.on("message", (_channel, message) => heard.push(message));
    const { id } = await make("greet", "Hello {{name}}", { labels: ["production"] });
    const entry = await published(id);
    expect(entry).toMatchObject({
      name: "greet",
      labels: { production: 1, latest: 1 },
      workspaceId: workspace.id,
    });
    const [version] = entry?.versions ?? [];
    if (!version) throw new Error("no version");
    expect(renderPrompt(version, { name: "Ann" })).toEqual({ text: "Hello Ann" });
    await expect.poll(() => heard.some((one) => one.includes(id))).toBe(true);
    ears.disconnect();
  });

  it("follows a label of a prompt that others include, however deep", async () => {
    const inner = await make("part/tone", "kind");
    await setLabel.call(ann, { id: inner.id, label: "staging", version: 1 });
    const middle = await make("part/rules", "Be @@@langfusePrompt:name=part/tone|label=staging@@@.");
    const outer = await make("part/all", "Rules: @@@langfusePrompt:name=part/rules|label=latest@@@");
    expect((await published(outer.id))?.versions[0]?.template).toBe("Rules: Be kind.");
    await commit(inner.id, "brief");
    await setLabel.call(ann, { id: inner.id, label: "staging", version: 2 });
    expect((await published(outer.id))?.versions[0]?.template).toBe("Rules: Be brief.");
    expect((await published(middle.id))?.versions[0]?.template).toBe("Be brief.");
  });

  it("keeps labelled and newest versions at hand, older ones one lookup away", async () => {
    const { id } = await make("long", "version 1");
    await setLabel.call(ann, { id, label: "staging", version: 1 });
    for (let version = 2; version <= newestPublished + 3; version++) await commit(id, `version ${version}`);
    const entry = await published(id);
    expect(entry?.versions.map(({ version }) => version)).toContain(1);
    expect(entry?.versions).toHaveLength(newestPublished + 1);
    expect(entry?.older).toEqual([3, 2]);
    const json = await harness.runtime.redis.hget(olderVersionsHash(id), "2");
    expect(publishedPromptVersion.parse(JSON.parse(json ?? "")).template).toBe("version 2");
  });

  it("is whole again after Redis lost everything, and forgets what was deleted", async () => {
    const kept = await make("kept", "x");
    const gone = await make("gone", "x");
    const { redis } = harness.runtime;
    await redis.del(publishedPromptsHash, publishedPromptRevisions, publishedPromptsAt);
    await publishAllPrompts(harness.runtime);
    expect((await published(kept.id))?.name).toBe("kept");
    expect(await redis.get(publishedPromptsAt)).not.toBeNull();
    await redis.hset(publishedPromptsHash, "00000000-0000-7000-8000-000000000000", "{}");
    await remove.call(ann, { id: gone.id });
    expect(await published(gone.id)).toBeNull();
    await publishAllPrompts(harness.runtime);
    expect(await redis.hexists(publishedPromptsHash, "00000000-0000-7000-8000-000000000000")).toBe(0);
    expect(publish.every).toMatchObject({ seconds: 10 });
  });
});
