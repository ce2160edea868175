import { cpSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { ClickHouseClient } from "@clickhouse/client";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "../testing.ts";
import type { JournalState } from "./journal.ts";

let server: TestServer;
let client: ClickHouseClient;

/** A server of each group's own: one that was killed often is started again ever more slowly. */
function ownServer(): void {
  beforeAll(async () => {
    server = await startTestServer();
    client = server.client();
  });
  afterAll(() => server.stop());
}

/** `id UInt64, s String` in RowBinary. */
function rowsOf(...ids: number[]): Buffer {
  return Buffer.concat(
    ids.map((id) => {
      const row = Buffer.alloc(10);
      row.writeBigUInt64LE(BigInt(id));
      row[8] = 1;
      row.write("x", 9);
      return row;
    }),
  );
}

async function put(table: string, rows: Buffer, token: string, on = client): Promise<void> {
  const sent = await on.exec({
    query: `INSERT INTO ${table} (id, s) FORMAT RowBinary`,
    values: Readable.from([rows], { objectMode: false }),
    clickhouse_settings: { insert_deduplication_token: token },
    http_headers: { "x-triops-journal": "1" },
  });
  for await (const _ of sent.stream);
}

async function ask<Row>(query: string): Promise<Row[]> {
  return (await client.query({ query, format: "JSONEachRow" })).json<Row>();
}
const count = async (from: string) =>
  Number((await ask<{ c: string }>(`SELECT count() AS c FROM ${from}`))[0]?.c);

async function state(): Promise<JournalState> {
  const { origin, username, password } = new URL(server.url);
  const authorization = `Basic ${Buffer.from(`${username}:${decodeURIComponent(password)}`).toString("base64")}`;
  return (await (await fetch(`${origin}/journal`, { headers: { authorization } })).json()) as JournalState;
}

/** A table whose statement the journal knows already: the first batch of a statement goes in at once. */
async function table(name: string, more = "ENGINE = MergeTree ORDER BY id"): Promise<string> {
  await client.command({ query: `CREATE TABLE ${name} (id UInt64, s String) ${more}` });
  await put(name, rowsOf(0), `${name} first`);
  return name;
}

async function kill(): Promise<void> {
  const { restarts } = server.process;
  process.kill(server.process.pid as number, "SIGKILL");
  while (server.process.restarts === restarts || !(await client.ping({ select: true })).success)
    await sleep(50);
}

describe("the insert journal", () => {
  ownServer();

  it("acknowledges before the engine has the rows, and a question about the table sees them", async () => {
    const name = await table("seen");
    await put(name, rowsOf(1, 2), "a");
    expect((await state()).pendingBatches).toBe(1);
    expect(await count("system.one")).toBe(1);
    expect((await state()).pendingBatches).toBe(1);
    expect(await count(name)).toBe(3);
    expect((await state()).pendingBatches).toBe(0);
  });

  it("inserts neighbours together, by itself, within about a second", async () => {
    const name = await table("together");
    const before = (await state()).inserts;
    await Promise.all(Array.from({ length: 200 }, (_, i) => put(name, rowsOf(i + 1), `together ${i}`)));
    await sleep(1_500);
    const after = await state();
    expect([after.pendingBatches, after.lagMs]).toEqual([0, 0]);
    expect(after.inserts - before).toBeLessThanOrEqual(4);
    expect(await count(name)).toBe(201);
  });

  it("sees every row that was acknowledged before the question, whoever else writes and asks", async () => {
    const name = await table("race");
    let sent = 0;
    let acknowledged = 0;
    const writer = async () => {
      while (sent < 150) {
        sent += 1;
        await put(name, rowsOf(sent), `race ${sent}`);
        acknowledged += 1;
      }
    };
    const reader = async () => {
      while (sent < 150) {
        const least = acknowledged;
        expect(await count(name)).toBeGreaterThanOrEqual(least + 1);
      }
    };
    await Promise.all([writer(), writer(), writer(), reader(), reader(), reader()]);
    expect(await count(name)).toBe(151);
  });

  it("looks behind views, materialised views, other databases and statements that write", async () => {
    const name = await table("hidden");
    await client.command({ query: `CREATE VIEW shown AS SELECT * FROM ${name}` });
    await put(name, rowsOf(0), "again proven");
    await put(name, rowsOf(1), "h1");
    expect(await count("shown")).toBe(3);
    await put(name, rowsOf(2), "h2");
    expect(await count("merge('default', '^hidden$')")).toBe(4);
    await put(name, rowsOf(3), "h3");
    await client.command({
      query: `CREATE TABLE copied ENGINE = MergeTree ORDER BY id AS SELECT * FROM ${name}`,
    });
    expect(await count("copied")).toBe(5);
    await client.command({
      query: `CREATE MATERIALIZED VIEW fed TO copied AS SELECT id, s FROM ${name}`,
    });
    await put(name, rowsOf(4), "proven with the view");
    await put(name, rowsOf(5), "h5");
    expect(await count("copied")).toBe(7);
    await client.command({ query: "DROP TABLE fed" });

    await client.command({ query: "CREATE DATABASE elsewhere" });
    const other = server.client({ database: "elsewhere" });
    await other.command({ query: "CREATE TABLE far (id UInt64, s String) ENGINE = MergeTree ORDER BY id" });
    await put("far", rowsOf(1), "f1", other);
    await put("far", rowsOf(2), "f2", other);
    expect(await count("elsewhere.far")).toBe(2);
    await put("far", rowsOf(3), "f3", other);
    await client.command({ query: "DROP DATABASE elsewhere" });
    expect((await state()).quarantinedBatches).toBe(0);
  });

  it("says at once what is wrong with a statement, also after the table changed", async () => {
    await expect(put("absent", rowsOf(1), "w1")).rejects.toMatchObject({ type: "UNKNOWN_TABLE" });
    const name = await table("changing");
    await client.command({ query: `ALTER TABLE ${name} RENAME COLUMN s TO t` });
    await expect(put(name, rowsOf(1), "w2")).rejects.toMatchObject({ code: "16" });
    expect(await count(name)).toBe(1);
  });

  it("is empty after an orderly stop", async () => {
    const name = await table("orderly");
    await put(name, rowsOf(1), "y1");
    await server.process.stop();
    const folder = join(server.dataDir, "journal");
    const left = readdirSync(folder).filter(
      (file) => file.endsWith(".index") && readFileSync(join(folder, file)).length > 0,
    );
    expect(left).toEqual([]);
    await server.process.start();
    expect(await count(name)).toBe(2);
  });
});

describe("batches that come again", () => {
  ownServer();

  it("counts a batch once: sent twice at once, after it was inserted, after a kill, and before and after one", async () => {
    const name = await table("once");
    await Promise.all([put(name, rowsOf(1), "o1"), put(name, rowsOf(1), "o1")]);
    expect(await count(name)).toBe(2);
    await put(name, rowsOf(1), "o1");
    expect(await count(name)).toBe(2);
    await kill();
    await put(name, rowsOf(1), "o1");
    await put(name, rowsOf(0), `${name} first`);
    expect(await count(name)).toBe(2);
    await put(name, rowsOf(2), "o2");
    await put(name, rowsOf(3), "o3");
    await kill();
    await put(name, rowsOf(3), "o3");
    expect(await count(name)).toBe(4);
  });

  it("counts a batch again once its table was emptied or made anew", async () => {
    const name = await table("emptied");
    await put(name, rowsOf(1), "e1");
    await client.command({ query: `TRUNCATE TABLE ${name}` });
    await put(name, rowsOf(1), "e1");
    expect(await count(name)).toBe(1);
    await client.command({ query: `DROP TABLE ${name}` });
    await client.command({
      query: `CREATE TABLE ${name} (id UInt64, s String) ENGINE = MergeTree ORDER BY id`,
    });
    await kill();
    await put(name, rowsOf(1), "e1");
    expect(await count(name)).toBe(1);
  });

  it("replays what a killed process left, once, also what the engine had already", async () => {
    const name = await table("replayed");
    const journal = join(server.dataDir, "journal");
    const copy = join(server.dataDir, "copy");
    await Promise.all(Array.from({ length: 20 }, (_, i) => put(name, rowsOf(i + 1), `r${i}`)));
    rmSync(copy, { recursive: true, force: true });
    cpSync(journal, copy, { recursive: true });
    expect(await count(name)).toBe(21);
    // As if it had ended between the insert and forgetting the rows: journal and tokens are those of before.
    process.kill(server.process.pid as number, "SIGSTOP");
    rmSync(journal, { recursive: true });
    cpSync(copy, journal, { recursive: true });
    await kill();
    expect(await count(name)).toBe(21);
    await put(name, rowsOf(1), "r0");
    expect(await count(name)).toBe(21);
  });
});

describe("a killed process", () => {
  ownServer();

  it("loses nothing to kills under load, and doubles nothing", async () => {
    const name = await table("survivors");
    const acknowledged: number[] = [];
    let next = 1;
    let running = true;
    const sender = async () => {
      while (running) {
        const id = next++;
        const send = () =>
          put(name, rowsOf(id), `s${id}`).then(
            () => true,
            () => false,
          );
        while (running && !(await send())) await sleep(20);
        if (running) acknowledged.push(id);
      }
    };
    const senders = Promise.all([sender(), sender(), sender()]);
    for (let round = 0; round < 3; round += 1) {
      await sleep(300 + round * 400);
      await kill();
    }
    running = false;
    await senders;
    const stored = await ask<{ id: string; n: string }>(`SELECT id, count() AS n FROM ${name} GROUP BY id`);
    const times = new Map(stored.map(({ id, n }) => [Number(id), Number(n)]));
    expect(acknowledged.length).toBeGreaterThan(20);
    expect(acknowledged.filter((id) => times.get(id) !== 1)).toEqual([]);
    expect([...times.values()].every((n) => n === 1)).toBe(true);
  });
});

describe("rows that the engine refuses", () => {
  ownServer();

  it("puts aside what the engine refuses, stores its neighbours and says so", async () => {
    const name = await table("mixed");
    const before = (await state()).quarantinedBatches;
    await put(name, rowsOf(1), "m1");
    await put(name, Buffer.from("not rows at all"), "m2");
    await put(name, rowsOf(3), "m3");
    expect(await count(name)).toBe(3);
    const { quarantinedBatches, fault, pendingBatches } = await state();
    expect([quarantinedBatches - before, fault, pendingBatches]).toEqual([1, null, 0]);
    const folder = join(server.dataDir, "journal", "quarantine");
    expect(readFileSync(join(folder, "m2.rows"), "utf8")).toBe("not rows at all");
    expect(JSON.parse(readFileSync(join(folder, "m2.json"), "utf8"))).toMatchObject({
      sql: `INSERT INTO ${name} (id, s) FORMAT RowBinary`,
      reason: expect.stringContaining("Cannot read"),
    });
    // The pieces keep their own tokens.
    await put(name, rowsOf(3), "m3");
    await kill();
    await put(name, rowsOf(1), "m1");
    expect(await count(name)).toBe(3);
  });
});
