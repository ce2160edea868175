import { newId } from "@triops/kernel/ids";
import { createTestDatabase, type TestDatabase } from "@triops/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordDead } from "./record-dead.ts";

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test?.drop());

const failedAt = new Date("2026-05-01T12:00:00Z");
const dead = (part: object) => ({
  queue: "a.b",
  name: "a.b",
  jobId: "1",
  payload: {},
  reason: "disk full",
  attempts: 5,
  failedAt,
  ...part,
});

describe("recordDead", () => {
  it("keeps one row per job however often it is told, with the last reason", async () => {
    const record = recordDead(test.database);
    await record(dead({}));
    const [first] = await test.database.deadJob.findMany({ where: { queue: "a.b", jobId: "1" } });
    await test.database.deadJob.update({ where: { id: first?.id ?? "" }, data: { retriedAt: failedAt } });
    await record(dead({ reason: "disk still full", attempts: 10 }));
    const rows = await test.database.deadJob.findMany({ where: { queue: "a.b", jobId: "1" } });
    expect(rows).toMatchObject([
      { id: first?.id, reason: "disk still full", attempts: 10, retriedAt: null, workspaceId: null },
    ]);
  });

  it("gives a workspace's job to its workspace, and hashes equal payloads alike", async () => {
    const record = recordDead(test.database);
    const workspaceId = newId();
    await record(dead({ jobId: "2", payload: { workspaceId, ids: [1, 2] } }));
    await record(dead({ jobId: "3", payload: { ids: [1, 2], workspaceId } }));
    const rows = await test.database.deadJob.findMany({ where: { workspaceId }, orderBy: { jobId: "asc" } });
    expect(rows.map(({ jobId }) => jobId)).toEqual(["2", "3"]);
    expect(rows[0]?.payloadHash).toBe(rows[1]?.payloadHash);
  });
});
