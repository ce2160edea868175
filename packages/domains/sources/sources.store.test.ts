import { newId } from "@triops/kernel/ids";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { create } from "../api-keys/create.ts";
import type { Caller } from "../runtime.ts";
import { getUsage, list, listArrivals, listRefused } from "./read.ts";

let harness: Harness;
let workspace: TestWorkspace;
let viewer: Caller;
let keyId: string;

const minute = (ago: number) => Math.floor(Date.now() / 60_000) * 60 - ago * 60;

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  workspace = await harness.makeWorkspace();
  viewer = await harness.callerAs(workspace, "viewer");
  const owner = await harness.callerAs(workspace, "owner");
  keyId = (await create.call(owner, { name: "Prometheus", scopes: ["ingest"] })).id;
  const { telemetry } = harness.runtime;
  const origin = { workspace_id: workspace.id, source: keyId, signal: "metrics" };
  const count = (ago: number, outcome: string, reason: string, by: number) => ({
    ...origin,
    ...{ minute: minute(ago), outcome, reason, count: by },
  });
  const sender = (ago: number, more: object) => ({
    ...origin,
    minute: minute(ago),
    endpoint: "/api/v1/write",
    agent: "Prometheus/2.53.0",
    ...{ requests: 60, refused: 0, deferred: 0, bytes: 6_000, bytes_max: 200, last_seen: minute(ago) + 30 },
    ...more,
  });
  const elsewhere = { workspace_id: newId() };
  await telemetry.insertRows({
    table: "ingest_counters",
    token: newId(),
    rows: [
      count(3, "accepted", "", 300),
      count(20, "accepted", "", 700),
      count(20, "late", "", 5),
      count(20, "rejected", "too_old", 2),
      { ...count(3, "accepted", "", 9_999), ...elsewhere },
    ],
  });
  await telemetry.insertRows({
    table: "ingest_senders",
    token: newId(),
    rows: [
      sender(20, {}),
      sender(3, { refused: 1, bytes_max: 900 }),
      sender(3, { agent: "vmagent", requests: 120 }),
      { ...sender(3, {}), ...elsewhere },
    ],
  });
  await telemetry.insertRows({
    table: "dead_letters",
    token: newId(),
    rows: [0, 1, 1, 2].map((ago, index) => ({
      ...origin,
      time: new Date(Date.now() - 600_000 - ago * 1_000).toISOString(),
      ...{
        reason: index === 3 ? "too_old" : "undecodable",
        detail: `letter ${index}`,
        payload: "{}",
        count: 1,
      },
    })),
  });
});
afterAll(() => harness?.close());

describe("sources", () => {
  it("say per key and signal what came, what was refused and why, and nothing of other workspaces", async () => {
    const { data, totals } = await list.call(viewer, {});
    expect(data).toHaveLength(1);
    expect(data[0]).toMatchObject({
      name: "Prometheus",
      signal: "metrics",
      accepted: 1_000,
      late: 5,
      rejected: 2,
      dropped: 0,
      perSecond: 1,
      rejections: [{ reason: "too_old", count: 2 }],
    });
    expect(data[0]?.prefix).toMatch(/^tri_\w{8}$/);
    expect(data[0]?.curve.reduce((sum, value) => sum + value, 0)).toBe(1_000);
    expect(data[0]?.senders.map(({ agent, requests, refused }) => [agent, requests, refused])).toEqual([
      ["Prometheus/2.53.0", 120, 1],
      ["vmagent", 120, 0],
    ]);
    expect(totals).toEqual({ perSecond: 1, accepted: 1_000, late: 5, rejected: 2, dropped: 0 });
  });

  it("tell the limits with what is used of them", async () => {
    const { limits } = await getUsage.call(viewer, {});
    expect(limits.series).toEqual({ used: 0, max: 200_000 });
    expect(limits.requestsPerSecond.used).toBe(3);
    expect(limits.bodyBytes.used).toBe(900);
  });

  it("know who arrived within a day", async () => {
    const { data } = await listArrivals.call(viewer, {});
    expect(data.map(({ agent }) => agent).sort()).toEqual(["Prometheus/2.53.0", "vmagent"]);
  });

  it("page through samples of what was refused, also within one instant", async () => {
    const seen: string[] = [];
    for (let cursor: string | undefined; ; ) {
      const page = await listRefused.call(viewer, { limit: 1, ...(cursor ? { cursor } : {}) });
      seen.push(...page.data.map(({ detail, name }) => `${detail} of ${name}`));
      if (page.nextCursor === null) break;
      cursor = page.nextCursor;
    }
    expect(seen.toSorted()).toEqual([0, 1, 2, 3].map((n) => `letter ${n} of Prometheus`));
    expect(seen[0]).toMatch(/letter 0/);
    expect((await listRefused.call(viewer, { reason: "too_old" })).data).toHaveLength(1);
  });
});
