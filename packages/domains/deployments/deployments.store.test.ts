import { open } from "@triops/kernel/secrets";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "../runtime.ts";
import { create } from "./create.ts";
import { get, list, revisions } from "./read.ts";
import { remove } from "./remove.ts";
import { rollBack } from "./roll-back.ts";
import { route } from "./route.ts";
import type { Deployment } from "./schemas.ts";
import { publishAllDeployments } from "./snapshot.ts";
import {
  type PublishedDeployment,
  publishedDeployment,
  publishedDeploymentsAt,
  publishedDeploymentsHash,
  sealedTo,
} from "./snapshot-schemas.ts";
import { disable, enable } from "./switch.ts";
import { makeDeployment, outsideVariant } from "./testing.ts";
import { update } from "./update.ts";

let harness: Harness;
let workspace: TestWorkspace;
let editor: Caller;

beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  editor = await harness.callerAs(workspace, "editor");
});
afterAll(() => harness?.close());

async function published(id: string): Promise<PublishedDeployment | null> {
  const json = await editor.runtime.redis.hget(publishedDeploymentsHash, id);
  return json === null ? null : publishedDeployment.parse(JSON.parse(json));
}
const split = (weight: number) => [
  outsideVariant("1", { weight: 100 - weight }),
  outsideVariant("2", { role: "canary", weight }),
];
const weights = ({ variants }: Deployment) => variants.map(({ version, weight }) => `${version}:${weight}`);

describe("a deployment", () => {
  it("stands in the gateways' picture as soon as it is made, and with every change", async () => {
    const made = await makeDeployment(editor, { stickyHeader: "X-User" });
    expect(await published(made.id)).toMatchObject({
      workspaceId: workspace.id,
      name: made.name,
      enabled: true,
      revision: 1,
      sticky: { header: "x-user" },
      variants: [{ role: "champion", weight: 100, modelName: "fraud", modelVersion: "1" }],
    });
    await route.call(editor, { id: made.id, variants: split(10) });
    expect(await published(made.id)).toMatchObject({
      revision: 2,
      variants: [{ weight: 90 }, { weight: 10 }],
    });
    await update.call(editor, { id: made.id, logging: { sampleRate: 0.25 } });
    expect(await published(made.id)).toMatchObject({
      revision: 3,
      logging: { sampleRate: 0.25, retentionDays: 30 },
    });
    await disable.call(editor, { id: made.id });
    expect(await published(made.id)).toMatchObject({ enabled: false });
    await remove.call(editor, { id: made.id });
    expect(await published(made.id)).toBeNull();
  });

  it("keeps what an update does not name", async () => {
    const logging = { sampleRate: 0.5, maskColumns: ["iban"], retentionDays: 7 };
    const { id } = await makeDeployment(editor, { logging, fallback: false, stickyHeader: "x-user" });
    await update.call(editor, { id, logging: { sampleRate: 0.1 } });
    await update.call(editor, { id, description: "Scores payments" });
    expect(await get.call(editor, { id })).toMatchObject({
      description: "Scores payments",
      logging: { ...logging, sampleRate: 0.1 },
      fallback: false,
      stickyHeader: "x-user",
      enabled: true,
    });
  });

  it("keeps the id of a variant that goes on serving the same, and seals headers to it", async () => {
    const headers = { Authorization: "Bearer secret-of-theirs" };
    const serve = { ...outsideVariant("1").serve, headers };
    const made = await makeDeployment(editor, { variants: [outsideVariant("1", { serve })] });
    const [champion] = made.variants;
    expect(champion?.serve).toMatchObject({ hasHeaders: true });
    expect(JSON.stringify(made)).not.toContain("secret-of-theirs");
    const after = await route.call(editor, { id: made.id, variants: split(20) });
    expect(after.variants[0]?.id).toBe(champion?.id);
    const target = (await published(made.id))?.variants[0]?.target;
    const sealed = target?.kind === "server" ? (target.headersSealed ?? "") : "";
    const opened = open(editor.runtime.secretKey, workspace.id, sealedTo(champion?.id ?? ""), sealed);
    expect(JSON.parse(opened)).toEqual(headers);
  });

  it.each([
    ["no champion", [outsideVariant("1", { role: "canary" })], "Name a champion"],
    ["two champions", [outsideVariant("1"), outsideVariant("2")], "Only one variant"],
    ["weights that are not 100", [outsideVariant("1", { weight: 90 })], "90 %"],
    [
      "the same variant twice",
      [outsideVariant("1", { weight: 50 }), outsideVariant("1", { role: "canary", weight: 50 })],
      "missing or wrong",
    ],
    [
      "a version that is not registered",
      [{ role: "champion", weight: 100, model: "nobody", version: "1" }],
      "",
    ],
    [
      "a private address",
      [outsideVariant("1", { serve: { kind: "server", protocol: "oip", url: "http://10.0.0.1/" } })],
      "missing or wrong",
    ],
    [
      "credentials in the address",
      [
        outsideVariant("1", {
          serve: { kind: "server", protocol: "oip", url: "https://a:b@models.example.com" },
        }),
      ],
      "headers",
    ],
  ])("400 or 404 for %s", async (_, variants, text) => {
    const refused = create.call(editor, { name: "refused", variants } as never);
    await expect(refused).rejects.toMatchObject({ message: expect.stringContaining(text) });
    await expect(refused).rejects.toMatchObject({ code: expect.stringMatching(/invalid|not_found/) });
  });

  it("conflict for a name in use, and for an older revision than the one there is", async () => {
    const made = await makeDeployment(editor);
    await expect(makeDeployment(editor, { name: made.name })).rejects.toMatchObject({ code: "conflict" });
    await route.call(editor, { id: made.id, variants: split(5), revision: 1 });
    await expect(route.call(editor, { id: made.id, variants: split(6), revision: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("of several who route at once each picture is whole, and revisions count up without a gap", async () => {
    const made = await makeDeployment(editor);
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, (_, i) => route.call(editor, { id: made.id, variants: split(i + 1) })),
    );
    const done = tries.filter(({ status }) => status === "fulfilled").length;
    const after = await get.call(editor, { id: made.id });
    expect(after.revision).toBe(1 + done);
    expect(after.variants).toHaveLength(2);
    expect(after.variants.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    const { data } = await revisions.call(editor, { id: made.id });
    expect(data.map(({ revision }) => revision)).toEqual(
      Array.from({ length: done + 1 }, (_, i) => done + 1 - i),
    );
    expect((await published(made.id))?.revision).toBe(after.revision);
  });
});

describe("going back", () => {
  it("takes what was before the last move, undoes itself, and reaches any revision", async () => {
    const { id } = await makeDeployment(editor);
    await route.call(editor, { id, variants: split(10) });
    await update.call(editor, { id, fallback: false });
    expect(weights(await rollBack.call(editor, { id }))).toEqual(["1:100"]);
    expect(weights(await rollBack.call(editor, { id, reason: "not that" }))).toEqual(["1:90", "2:10"]);
    const back = await rollBack.call(editor, { id, revision: 1 });
    expect(weights(back)).toEqual(["1:100"]);
    expect(back.fallback).toBe(false);
    expect(await published(id)).toMatchObject({ revision: back.revision, variants: [{ weight: 100 }] });
    const { data } = await revisions.call(editor, { id });
    expect(data[1]).toMatchObject({ kind: "rolled_back", reason: "not that" });
  });

  it("conflict when nothing was ever different, not found for a revision that never was", async () => {
    const { id } = await makeDeployment(editor);
    await expect(rollBack.call(editor, { id })).rejects.toMatchObject({ code: "conflict" });
    await expect(rollBack.call(editor, { id, revision: 7 })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("switching", () => {
  it("conflict when it is so already, and for giving up a name that answers", async () => {
    const { id } = await makeDeployment(editor);
    await expect(enable.call(editor, { id })).rejects.toMatchObject({ code: "conflict" });
    await expect(remove.call(editor, { id })).rejects.toMatchObject({ code: "conflict" });
    await disable.call(editor, { id, reason: "maintenance" });
    await expect(disable.call(editor, { id })).rejects.toMatchObject({ code: "conflict" });
  });
});

describe("the published picture", () => {
  it("is made whole again when Redis lost it, and loses what the ledger does not have", async () => {
    const { redis } = editor.runtime;
    const { id } = await makeDeployment(editor);
    await redis.del(publishedDeploymentsHash, publishedDeploymentsAt);
    await redis.hset(publishedDeploymentsHash, "left-over", "{}");
    await publishAllDeployments(editor.runtime);
    expect(await published(id)).toMatchObject({ id });
    expect(await redis.hexists(publishedDeploymentsHash, "left-over")).toBe(0);
    expect(await redis.get(publishedDeploymentsAt)).not.toBeNull();
  });

  it("never goes back to an older revision", async () => {
    const { redis } = editor.runtime;
    const { id } = await makeDeployment(editor);
    const newer = { ...(await published(id)), revision: 99 };
    await redis.hset(publishedDeploymentsHash, id, JSON.stringify(newer));
    await publishAllDeployments(editor.runtime);
    expect((await published(id))?.revision).toBe(99);
  });
});

describe("lists", () => {
  it("find by model and by part of the name, newest first", async () => {
    const one = await makeDeployment(editor, {
      name: "churn-eu",
      variants: [outsideVariant("1", { model: "churn" })],
    });
    const two = await makeDeployment(editor, {
      name: "churn-us",
      variants: [outsideVariant("2", { model: "churn" })],
    });
    const found = await list.call(editor, { model: "churn", limit: 1 });
    expect(found.data.map(({ id }) => id)).toEqual([two.id]);
    const next = await list.call(editor, { model: "churn", limit: 1, cursor: found.nextCursor ?? undefined });
    expect(next.data.map(({ id }) => id)).toEqual([one.id]);
    expect((await list.call(editor, { search: "CHURN-E" })).data).toHaveLength(1);
  });
});
