import { randomUUID } from "node:crypto";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { defineIntake } from "./define.ts";
import { drainIntake } from "./drain.ts";
import { intakeBytes, intakeStream } from "./schemas.ts";

let harness: Harness;
let workspace: TestWorkspace;
const tries = new Map<string, number>();
const stream = intakeStream("changes");

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
});
beforeEach(async () => {
  workspace = await harness.makeWorkspace();
  await harness.runtime.redis.del(stream, intakeBytes("changes"));
});
afterAll(() => harness?.close());

/** Writes what it takes as audit rows, which are easy to count. */
const handler = defineIntake("changes", "test.take", z.object({ say: z.string() }), async (work, taken) => {
  for (const { body } of taken) {
    if (body.say === "bad") throw new Error("cannot be taken");
    work.audit({ subject: { type: "test", id: body.say } });
  }
});

async function put(body: unknown, { id = randomUUID(), workspaceId = workspace.id } = {}): Promise<void> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const at = new Date().toISOString();
  const fields = { id, workspaceId, source: "key", at, items: "1", body: text };
  await harness.runtime.redis.xadd(stream, "*", ...Object.entries(fields).flat());
  await harness.runtime.redis.incrby(intakeBytes("changes"), Buffer.byteLength(text));
}
const drain = () =>
  drainIntake(harness.runtime, handler, tries, {
    signal: new AbortController().signal,
    log: harness.runtime.log,
  });
const waiting = () => harness.runtime.redis.xlen(stream);
async function said(of = workspace): Promise<string[]> {
  const rows = await harness.runtime.database.auditEvent.findMany({
    where: { workspaceId: of.id, verb: "test.take" },
    orderBy: { seq: "asc" },
  });
  return rows.map((row) => row.subjectId);
}

describe("the intake", () => {
  it("takes in what waits, in order, and leaves nothing behind", async () => {
    for (let i = 0; i < 70; i++) await put({ say: `n${i}` });
    await drain();
    expect(await said()).toEqual(Array.from({ length: 70 }, (_, i) => `n${i}`));
    expect(await waiting()).toBe(0);
    expect(await harness.runtime.redis.get(intakeBytes("changes"))).toBe("0");
  });

  it("has one effect when an entry comes twice", async () => {
    const id = randomUUID();
    await put({ say: "once" }, { id });
    await drain();
    await put({ say: "once" }, { id });
    await drain();
    expect(await said()).toEqual(["once"]);
    expect(await waiting()).toBe(0);
  });

  it("puts a bad entry among the dead letters and takes in its neighbours", async () => {
    await put({ say: "before" });
    await put({ say: "bad" });
    await put("not json");
    await put({ say: "after" });
    for (let i = 0; i < 3; i++) await drain();
    expect(await said()).toEqual(["before", "after"]);
    expect(await waiting()).toBe(0);
    const letters = await harness.runtime.telemetry.administer({
      name: "test",
      sql: "SELECT detail, payload FROM dead_letters WHERE workspace_id = {ws:UUID} ORDER BY payload",
      params: { ws: workspace.id },
      row: z.object({ detail: z.string(), payload: z.string() }),
    });
    expect(letters.map((letter) => letter.payload)).toEqual(["not json", '{"say":"bad"}']);
    expect(letters[1]?.detail).toBe("cannot be taken");
  });

  it("keeps workspaces apart", async () => {
    const other = await harness.makeWorkspace();
    await put({ say: "mine" });
    await put({ say: "theirs" }, { workspaceId: other.id });
    await put({ say: "mine too" });
    await drain();
    expect([await said(), await said(other)]).toEqual([["mine", "mine too"], ["theirs"]]);
  });
});
