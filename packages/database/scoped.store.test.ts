import { readdirSync, readFileSync } from "node:fs";
import { newId } from "@triops/kernel/ids";
import { createTestDatabase, type TestDatabase } from "@triops/testing/database";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scopeToWorkspace } from "./scoped.ts";

let test: TestDatabase;
const [ours, theirs] = [newId(), newId()];

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

const db = (workspaceId = ours) => scopeToWorkspace(test.database, workspaceId);

const incident = (number: number) => ({
  id: newId(),
  workspaceId: theirs,
  number,
  title: "Theirs",
  severity: "sev3",
  state: "open",
  openedAt: new Date(),
  createdById: "x",
});

describe("a client of one workspace", () => {
  it("neither reads, counts, changes nor deletes what is another's", async () => {
    const { id } = await test.database.incident.create({ data: incident(1) });
    const where = { id };
    expect(await db().incident.findMany()).toEqual([]);
    expect(await db().incident.findUnique({ where })).toBeNull();
    expect(await db().incident.findFirst({ where })).toBeNull();
    expect(await db().incident.count()).toBe(0);
    expect((await db().incident.aggregate({ _max: { number: true } }))._max.number).toBeNull();
    expect(await db().incident.groupBy({ by: ["state"] })).toEqual([]);
    expect((await db().incident.updateMany({ where, data: { title: "Ours" } })).count).toBe(0);
    expect((await db().incident.deleteMany({ where })).count).toBe(0);
    await expect(db().incident.update({ where, data: { title: "Ours" } })).rejects.toThrow();
    await expect(db().incident.delete({ where })).rejects.toThrow();
    expect(await db(theirs).incident.findUnique({ where })).toMatchObject({ title: "Theirs" });
  });

  it("gives what it makes its own workspace, whatever the row says", async () => {
    const one = incident(2);
    await db().incident.create({ data: one });
    const many = [incident(3), incident(4)];
    await db().incident.createMany({ data: many });
    const upserted = incident(5);
    await db().incident.upsert({ where: { id: upserted.id }, create: upserted, update: {} });
    const rows = await test.database.incident.findMany({
      where: { id: { in: [one.id, ...many.map(({ id }) => id), upserted.id] } },
    });
    expect(rows.map((row) => row.workspaceId)).toEqual([ours, ours, ours, ours]);
  });

  it("holds inside a transaction too", async () => {
    const { id } = await test.database.incident.create({ data: incident(6) });
    const seen = await db().$transaction((tx) => tx.incident.findMany({ where: { id } }));
    expect(seen).toEqual([]);
  });
});

it("leaves unscoped only what belongs to no workspace", () => {
  const folder = new URL("../../prisma/schema/", import.meta.url);
  const text = readdirSync(folder)
    .map((name) => readFileSync(new URL(name, folder), "utf8"))
    .join("\n");
  const without = [...text.matchAll(/^model (\w+) \{([\s\S]*?)^\}/gm)]
    .filter((match) => !/^\s+workspaceId\s/m.test(match[2] ?? ""))
    .map((match) => match[1]);
  expect(without.sort()).toEqual(["Account", "Session", "TwoFactor", "User", "Verification", "Workspace"]);
});
