import { firstRun, newCredentials } from "@triops/domains/workspaces/first-run";
import { manualClock } from "@triops/kernel/clock";
import { createHarness, type Harness } from "@triops/testing/harness";
import { afterAll, beforeAll, expect, it } from "vitest";
import { z } from "zod";
import { type Filled, fillAcme, removeAcme } from "./fill.ts";
import { daysUpTo } from "./span-of-days.ts";

const clock = manualClock(new Date(Math.floor(Date.now() / 60_000) * 60_000));
const days = daysUpTo(clock.now());
let harness: Harness;
let home: { id: string };
let acme: Filled;

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true, clock });
  home = await firstRun(harness.runtime, newCredentials("a-password-for-a-test"));
  acme = await fillAcme(harness.runtime, () => {});
}, 300_000);
afterAll(() => harness.close());

const tables = ["spans", "logs", "metric_samples", "metric_series", "service_hours", "llm_spans"] as const;

async function rowsOf(workspaceId: string, table: string): Promise<{ n: number }> {
  const [row] = await harness.runtime.telemetry.administer({
    name: "test",
    sql: `SELECT count() AS n FROM ${table} WHERE workspace_id = {workspaceId:UUID}`,
    params: { workspaceId },
    row: z.object({ n: z.coerce.number() }),
  });
  return { n: row?.n ?? 0 };
}

/** A figure of the workspace's telemetry between two instants. */
async function figure(sql: string, fromMs: number, toMs: number): Promise<number> {
  const [row] = await harness.runtime.telemetry.query({
    name: "test",
    sql: `SELECT ${sql} AND workspace_id = {workspaceId:UUID} AND time >= fromUnixTimestamp64Milli({fromMs:Int64})
          AND time < fromUnixTimestamp64Milli({toMs:Int64})`,
    row: z.object({ value: z.coerce.number() }),
    workspaceId: acme.workspace.id,
    window: { from: new Date(fromMs), to: new Date(toMs) },
  });
  return row?.value ?? Number.NaN;
}

it("makes a workspace that is marked and belongs to the owner of the installation", async () => {
  const { database } = harness.runtime;
  expect(acme).toMatchObject({ made: true, workspace: { slug: "acme" } });
  const row = await database.workspace.findUniqueOrThrow({ where: { id: acme.workspace.id } });
  expect(row).toMatchObject({ name: "Acme", demonstration: true, operator: false });
  const members = await database.member.findMany({ include: { user: true } });
  expect(new Set(members.map((member) => member.user.email))).toEqual(new Set(["owner@triops.local"]));
});

it("leaves everything as it is the second time", async () => {
  expect(await fillAcme(harness.runtime, () => {})).toEqual({ made: false, workspace: acme.workspace });
  expect(await harness.runtime.database.workspace.count()).toBe(2);
});

it("keeps every row in its own workspace", async () => {
  for (const table of tables) {
    expect((await rowsOf(acme.workspace.id, table)).n).toBeGreaterThan(0);
    expect((await rowsOf(home.id, table)).n).toBe(0);
  }
});

it("tells of a release after which payments fail, until it is rolled back", async () => {
  const failed = "countIf(status = 'error') / count() AS value FROM spans WHERE service = 'payments'";
  const at = (hours: number, minutes: number) => days.at(29, hours, minutes);
  expect(await figure(failed, at(9, 0), at(14, 5))).toBe(0);
  expect(await figure(failed, at(14, 10), at(14, 50))).toBeGreaterThan(0.3);
  expect(await figure(failed, at(14, 55), at(20, 0))).toBe(0);
  const { incident, change } = harness.runtime.database;
  const where = { workspaceId: acme.workspace.id };
  expect(await change.count({ where: { ...where, kind: "rollback" } })).toBe(1);
  const storm = await incident.findMany({
    where: { ...where, openedAt: { gte: new Date(at(14, 5)), lt: new Date(at(15, 0)) } },
  });
  expect(storm).toHaveLength(4);
  expect(storm.every((one) => one.state === "resolved")).toBe(true);
  expect(await incident.count({ where: { ...where, state: "open" } })).toBe(1);
});

it("tells of a prompt whose third version costs twice as much, until its label is moved back", async () => {
  const perCall =
    "toFloat64(sum(cost)) / count() AS value FROM llm_spans WHERE prompt_name = 'support/answer'";
  const before = await figure(perCall, days.at(15), days.at(22));
  const during = await figure(perCall, days.at(22, 9, 30), days.at(24, 15, 10));
  const after = await figure(perCall, days.at(24, 15, 10), days.at(29));
  expect(during / before).toBeGreaterThan(1.8);
  expect(during / before).toBeLessThan(2.4);
  expect(after / before).toBeCloseTo(1, 1);
  const { promptLabelMove, score } = harness.runtime.database;
  const where = { workspaceId: acme.workspace.id };
  const moves = await promptLabelMove.findMany({
    where: { ...where, label: "production" },
    orderBy: { at: "asc" },
  });
  expect(moves.map((move) => move.toVersion).filter((version) => version !== 1)).toEqual([2, 3, 2]);
  expect(moves.at(-1)?.at).toEqual(new Date(days.at(24, 15, 10)));
  expect(await score.count({ where })).toBeGreaterThan(100);
});

it("takes everything away again, and makes the same anew", async () => {
  const count = async (id: string) => Promise.all(tables.map((table) => rowsOf(id, table)));
  const before = await count(acme.workspace.id);
  expect(await removeAcme(harness.runtime)).toBe(true);
  expect(await count(acme.workspace.id)).toEqual(tables.map(() => ({ n: 0 })));
  expect(await harness.runtime.database.auditEvent.count({ where: { workspaceId: acme.workspace.id } })).toBe(
    0,
  );
  expect(await removeAcme(harness.runtime)).toBe(false);
  const again = await fillAcme(harness.runtime, () => {});
  expect(again.made).toBe(true);
  expect(await count(again.workspace.id)).toEqual(before);
}, 300_000);
