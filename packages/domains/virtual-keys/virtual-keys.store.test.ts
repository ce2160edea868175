import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { revoke as revokeApiKey } from "../api-keys/revoke.ts";
import { rotate as rotateApiKey } from "../api-keys/rotate.ts";
import { publishedKeysHash } from "../api-keys/schemas.ts";
import { hashKey } from "../api-keys/store.ts";
import { makeRoute } from "../llm-routes/testing.ts";
import type { Caller } from "../runtime.ts";
import { publishAll } from "../snapshot-part.ts";
import { get, list } from "./read.ts";
import { revoke, rotate } from "./rotate.ts";
import { limitsSnapshot } from "./snapshot.ts";
import {
  type PublishedLimits,
  publishedLimits,
  publishedLimitsAt,
  publishedLimitsHash,
} from "./snapshot-schemas.ts";
import { spendKey } from "./spend-keys.ts";
import { getTeam, removeTeam, updateTeam } from "./teams.ts";
import { makeTeam, makeVirtualKey } from "./testing.ts";
import { update } from "./update.ts";
import { getWorkspaceLimits, setWorkspaceLimits } from "./workspace-limits.ts";

let harness: Harness;
let workspace: TestWorkspace;
let admin: Caller;
let owner: Caller;

beforeAll(async () => {
  harness = await createHarness();
  workspace = await harness.makeWorkspace();
  admin = await harness.callerAs(workspace, "admin");
  owner = await harness.callerAs(workspace, "owner");
});
afterAll(() => harness?.close());

async function published(): Promise<PublishedLimits | null> {
  const json = await admin.runtime.redis.hget(publishedLimitsHash, workspace.id);
  return json === null ? null : publishedLimits.parse(JSON.parse(json));
}
const entriesOf = async (id: string) => ((await published())?.keys ?? []).filter((key) => key.id === id);
const isAdmitted = async (key: string) =>
  (await admin.runtime.redis.hexists(publishedKeysHash, hashKey(admin.runtime.secretKey, key))) === 1;

describe("a virtual key", () => {
  it("is an API key of scope llm, known to the gateways with what binds it", async () => {
    const team = await makeTeam(admin, { limits: { spend: [{ period: "month", limitUsd: "100" }] } });
    const route = await makeRoute(admin);
    const made = await makeVirtualKey(admin, {
      teamId: team.id,
      allowedRoutes: [route.id],
      limits: { requestsPerMinute: 60, spend: [{ period: "day", limitUsd: "5" }], unpriced: "refuse" },
      whenRedisIsAway: "open",
    });
    expect(made.key).toMatch(/^tri_/);
    expect(made).toMatchObject({
      team: { id: team.id, name: team.name },
      allowedRoutes: [{ id: route.id, name: route.name }],
      limits: { requestsPerMinute: 60, tokensPerMinute: null },
    });
    expect(await isAdmitted(made.key)).toBe(true);
    expect(await entriesOf(made.id)).toEqual([
      {
        keyId: made.keyId,
        id: made.id,
        name: made.name,
        teamId: team.id,
        allowedRoutes: [route.id],
        limits: {
          requestsPerMinute: 60,
          tokensPerMinute: null,
          spend: [{ period: "day", limitUsd: "5" }],
          unpriced: "refuse",
        },
        whenRedisIsAway: "open",
      },
    ]);
    expect((await published())?.teams).toContainEqual(
      expect.objectContaining({ id: team.id, name: team.name }),
    );
    expect(await getTeam.call(admin, { id: team.id })).toMatchObject({ keys: 1 });
    // What nobody chose lets calls pass; limits that were saved before there was a choice read the same.
    expect((await published())?.limits.unpriced).toBe("allow");
    const seen = JSON.stringify([await get.call(admin, { id: made.id }), await list.call(admin, {})]);
    expect(seen).not.toContain(made.key);
  });

  it("shows what was spent, against its limits and until when", async () => {
    const made = await makeVirtualKey(admin);
    const nowMs = admin.context.now.getTime();
    await admin.runtime.redis.set(spendKey({ kind: "key", id: made.id }, "day", nowMs), "1250000000");
    const { spend } = await get.call(admin, { id: made.id });
    expect(spend.map(({ period }) => period)).toEqual(["day", "week", "month"]);
    expect(spend[0]).toMatchObject({ spentUsd: "1.25", limitUsd: "5" });
    expect(Date.parse(spend[0]?.resetsAt ?? "")).toBeGreaterThan(nowMs);
    expect(spend[2]).toMatchObject({ spentUsd: "0", limitUsd: null });
  });

  it("keeps its limits and its count through a rotation; both texts are bound for the grace", async () => {
    const made = await makeVirtualKey(admin);
    const rotated = await rotate.call(admin, { id: made.id, graceMinutes: 10 });
    expect(rotated.key).not.toBe(made.key);
    expect(rotated.id).toBe(made.id);
    expect((await entriesOf(made.id)).map(({ keyId }) => keyId).toSorted()).toEqual(
      [made.keyId, rotated.keyId].toSorted(),
    );
    expect([await isAdmitted(made.key), await isAdmitted(rotated.key)]).toEqual([true, true]);
    const again = await rotate.call(admin, { id: made.id, graceMinutes: 0 });
    await publishAll(admin.runtime, limitsSnapshot);
    expect((await entriesOf(made.id)).map(({ keyId }) => keyId)).toEqual([again.keyId]);
    expect([await isAdmitted(made.key), await isAdmitted(rotated.key)]).toEqual([false, false]);
  });

  it("cannot lose its limits by way of the API key beneath it", async () => {
    const made = await makeVirtualKey(admin);
    await expect(rotateApiKey.call(admin, { id: made.keyId })).rejects.toMatchObject({ code: "conflict" });
    await revokeApiKey.call(admin, { id: made.keyId });
    expect(await isAdmitted(made.key)).toBe(false);
    await harness.settle();
    expect((await get.call(admin, { id: made.id })).revokedAt).not.toBeNull();
    expect(await entriesOf(made.id)).toEqual([]);
  });

  it("ends at once, with every text it has", async () => {
    const made = await makeVirtualKey(admin);
    const rotated = await rotate.call(admin, { id: made.id });
    await revoke.call(admin, { id: made.id });
    expect([await isAdmitted(made.key), await isAdmitted(rotated.key)]).toEqual([false, false]);
    expect(await entriesOf(made.id)).toEqual([]);
    for (const act of [revoke, rotate, update])
      await expect(act.call(admin, { id: made.id })).rejects.toMatchObject({ code: "conflict" });
    const ended = (await list.call(admin, { state: "ended" })).data.map(({ id }) => id);
    const active = (await list.call(admin, { state: "active" })).data.map(({ id }) => id);
    expect([ended.includes(made.id), active.includes(made.id)]).toEqual([true, false]);
  });

  it("is changed from the revision that was looked at, and told to the gateways", async () => {
    const made = await makeVirtualKey(admin);
    const limits = { tokensPerMinute: 1_000, spend: [] };
    const after = await update.call(admin, { id: made.id, limits, name: "Renamed", revision: 1 });
    expect(after).toMatchObject({ name: "Renamed", revision: 2, limits: { requestsPerMinute: null } });
    expect(await entriesOf(made.id)).toMatchObject([{ name: "Renamed", limits: { tokensPerMinute: 1_000 } }]);
    await expect(update.call(admin, { id: made.id, name: "Again", revision: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it.each([
    ["a team that is not there", { teamId: "01900000-0000-7000-8000-000000000000" }, "teamId"],
    [
      "a route that is not there",
      { allowedRoutes: ["01900000-0000-7000-8000-000000000000"] },
      "allowedRoutes.0",
    ],
    [
      "two limits of a day",
      {
        limits: {
          spend: [
            { period: "day", limitUsd: "1" },
            { period: "day", limitUsd: "2" },
          ],
        },
      },
      "limits.spend",
    ],
    [
      "a limit that is no amount",
      { limits: { spend: [{ period: "day", limitUsd: "-1" }] } },
      "limits.spend.0.limitUsd",
    ],
    ["an end in the past", { expiresAt: "2020-01-01T00:00:00Z" }, "expiresAt"],
  ])("400 for %s", async (_, more, path) => {
    await expect(makeVirtualKey(admin, more)).rejects.toMatchObject({ code: "invalid", fields: [{ path }] });
  });

  it("403 for a key that would hand out more than it has, and for an editor", async () => {
    const machine = harness.callerWith(workspace, ["admin"]);
    await expect(makeVirtualKey(machine)).rejects.toMatchObject({ code: "forbidden" });
    await expect(makeVirtualKey(await harness.callerAs(workspace, "editor"))).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("of many made at once none is missing from the picture", async () => {
    const made = await Promise.all(Array.from({ length: 8 }, () => makeVirtualKey(admin)));
    const known = new Set((await published())?.keys.map(({ id }) => id));
    expect(made.filter(({ id }) => !known.has(id))).toEqual([]);
  });
});

describe("a team", () => {
  it("stays while keys belong to it", async () => {
    const team = await makeTeam(admin);
    const key = await makeVirtualKey(admin, { teamId: team.id });
    await expect(removeTeam.call(admin, { id: team.id })).rejects.toMatchObject({ code: "conflict" });
    await revoke.call(admin, { id: key.id });
    await removeTeam.call(admin, { id: team.id });
    expect((await published())?.teams.some(({ id }) => id === team.id)).toBe(false);
    await expect(getTeam.call(admin, { id: team.id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("conflict for a name in use; other limits reach the gateways", async () => {
    const [one, other] = [await makeTeam(admin), await makeTeam(admin)];
    await expect(makeTeam(admin, { name: one.name })).rejects.toMatchObject({ code: "conflict" });
    await expect(updateTeam.call(admin, { id: other.id, name: one.name })).rejects.toMatchObject({
      code: "conflict",
    });
    await updateTeam.call(admin, { id: one.id, limits: { requestsPerMinute: 7 } });
    expect((await published())?.teams.find(({ id }) => id === one.id)?.limits.requestsPerMinute).toBe(7);
  });
});

describe("the workspace's limits", () => {
  it("are the owner's to set, for every key", async () => {
    const limits = { spend: [{ period: "week" as const, limitUsd: "250" }] };
    await expect(setWorkspaceLimits.call(admin, { limits })).rejects.toMatchObject({ code: "forbidden" });
    const before = await getWorkspaceLimits.call(admin, {});
    const after = await setWorkspaceLimits.call(owner, { limits });
    expect(after.revision).toBe(before.revision + 1);
    expect(after.spend[1]).toMatchObject({ period: "week", limitUsd: "250", spentUsd: "0" });
    expect((await published())?.limits.spend).toEqual(limits.spend);
  });

  it("heal in the picture when Redis lost it", async () => {
    const before = await published();
    await admin.runtime.redis.del(publishedLimitsHash, publishedLimitsAt);
    await publishAll(admin.runtime, limitsSnapshot);
    expect(await published()).toEqual(before);
  });
});
