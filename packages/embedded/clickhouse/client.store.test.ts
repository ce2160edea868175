import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { type ClickHouseClient, TupleParam } from "@clickhouse/client";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestServer, type TestServer } from "./testing.ts";

let server: TestServer;
let client: ClickHouseClient;

beforeAll(async () => {
  server = await startTestServer();
  client = server.client();
});
afterAll(() => server.stop());

const rows = async <T>(
  query: string,
  params: Record<string, unknown> = {},
  settings: Record<string, string> = {},
) =>
  (
    await client.query({ query, query_params: params, clickhouse_settings: settings, format: "JSONEachRow" })
  ).json<T>();
const count = async (table: string) =>
  Number((await rows<{ c: string }>(`SELECT count() AS c FROM ${table}`))[0]?.c);
const table = async (name: string, columns = "id UInt64, v Float64, s String") => {
  await client.command({ query: `CREATE TABLE ${name} (${columns}) ENGINE = MergeTree ORDER BY id` });
  return name;
};

describe("queries", () => {
  it("answers both kinds of ping", async () => {
    expect(await client.ping()).toEqual({ success: true });
    expect(await client.ping({ select: true })).toEqual({ success: true });
  });

  it("binds every kind of value the client sends", async () => {
    const query = `SELECT {u:UInt64} AS u, {i:Int32} AS i, {f:Float64} AS f, {s:String} AS s, {n:Nullable(String)} AS n,
      {b:Bool} AS b, {d:Date} AS d, {t:DateTime64(3, 'UTC')} AS t, {id:UUID} AS id, {dec:Decimal(18, 4)} AS dec,
      {a:Array(String)} AS a, {an:Array(Nullable(Int8))} AS an, {aa:Array(Array(UInt8))} AS aa,
      {tu:Tuple(UInt8, String)} AS tu, {m:Map(String, UInt16)} AS m, {mm:Map(String, Array(String))} AS mm,
      {lc:LowCardinality(String)} AS lc, {e:Enum8('x' = 1, 'y' = 2)} AS e, {ip:IPv4} AS ip`;
    const [row] = await rows<Record<string, unknown>>(
      query,
      {
        u: "18446744073709551615",
        i: -5,
        f: 1.25,
        s: "it's \\ \t\n \0 é 🙂 {x:UInt8}",
        n: null,
        b: true,
        d: "2026-11-23",
        t: new Date(1_700_000_000_123),
        id: "01890a5d-ac96-774b-bcce-b302099a8057",
        dec: "12.5",
        a: ["a'b", "c\\d", "e,f]", ""],
        an: [1, null],
        aa: [[1, 2], []],
        tu: new TupleParam([1, "x')"]),
        m: { "k'1": 1, "k:2}": 2 },
        mm: new Map([["k", ["v1", "v'2"]]]),
        lc: "low",
        e: "y",
        ip: "127.0.0.1",
      },
      { output_format_json_quote_64bit_integers: "1" },
    );
    expect(row).toEqual({
      u: "18446744073709551615",
      i: -5,
      f: 1.25,
      s: "it's \\ \t\n \0 é 🙂 {x:UInt8}",
      n: null,
      b: true,
      d: "2026-11-23",
      t: "2023-11-14 22:13:20.123",
      id: "01890a5d-ac96-774b-bcce-b302099a8057",
      dec: 12.5,
      a: ["a'b", "c\\d", "e,f]", ""],
      an: [1, null],
      aa: [[1, 2], []],
      tu: [1, "x')"],
      m: { "k'1": 1, "k:2}": 2 },
      mm: { k: ["v1", "v'2"] },
      lc: "low",
      e: "y",
      ip: "127.0.0.1",
    });
  });

  it("binds identifiers, limits and lists for IN", async () => {
    const name = await table("`odd name`");
    await client.insert({ table: name, values: [{ id: 1 }, { id: 2 }, { id: 3 }], format: "JSONEachRow" });
    const query =
      "SELECT id FROM {t:Identifier} WHERE id IN {ids:Array(UInt64)} ORDER BY {c:Identifier} LIMIT {n:UInt32}";
    expect(await rows(query, { t: "odd name", ids: [1, 3], c: "id", n: 1 })).toEqual([{ id: 1 }]);
  });

  it("gives back any string as it was given", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "binary" }),
        fc.array(fc.string({ unit: "grapheme" })),
        async (s, list) => {
          const [row] = await rows("SELECT {s:String} AS s, {list:Array(String)} AS list", { s, list });
          expect(row).toEqual({ s, list });
        },
      ),
      { numRuns: 60 },
    );
  });

  it("takes long parameters as a form", async () => {
    const list = Array.from({ length: 20_000 }, (_, i) => `value-${i}`);
    const result = await client.query({
      query: "SELECT length({list:Array(String)}) AS n",
      query_params: { list },
      format: "JSONEachRow",
      use_multipart_params: true,
    });
    expect(await result.json()).toEqual([{ n: list.length }]);
  });

  it.each([
    "JSON",
    "JSONCompact",
    "JSONCompactEachRow",
    "CSVWithNames",
    "TabSeparated",
    "JSONEachRow",
  ] as const)("answers in %s over several chunks as in one", async (format) => {
    const query = "SELECT number AS n, toString(number) AS s FROM numbers(150000)";
    const text = await (await client.query({ query, format })).text();
    expect(text.split("150000").length).toBeLessThan(4); // a header or footer would repeat per chunk
    expect(text).toContain("149999");
    expect(text.split("\n").filter((line) => line.includes("14999")).length).toBeGreaterThanOrEqual(10);
  });

  it("streams: the first rows are there long before the last", async () => {
    const result = await client.query({
      query: "SELECT number, sleepEachRow(0.01) FROM numbers(200) SETTINGS max_block_size = 10",
      format: "JSONEachRow",
    });
    const startedAt = performance.now();
    let firstMs = 0;
    let n = 0;
    for await (const chunk of result.stream()) {
      firstMs ||= performance.now() - startedAt;
      n += chunk.length;
    }
    expect(n).toBe(200);
    expect(firstMs).toBeLessThan((performance.now() - startedAt) / 2);
  });

  it("runs queries side by side and forgets their settings afterwards", async () => {
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, i) =>
        rows<{ i: number; t: number }>(
          `SELECT ${i} AS i, getSetting('max_block_size') AS t, sleep(0.02)`,
          {},
          { max_block_size: String(1000 + i) },
        ),
      ),
    );
    expect(answers.map(([row]) => row)).toEqual(
      answers.map((_, i) => expect.objectContaining({ i, t: 1000 + i })),
    );
    const [after] = await rows<{ t: number }>("SELECT getSetting('max_block_size') AS t");
    expect(after?.t).toBeGreaterThan(2000);
  });

  it("uses the database of the client", async () => {
    await client.command({ query: "CREATE DATABASE other" });
    const other = server.client({ database: "other" });
    const result = await other.query({ query: "SELECT currentDatabase() AS d", format: "JSONEachRow" });
    expect(await result.json()).toEqual([{ d: "other" }]);
    expect(await rows("SELECT currentDatabase() AS d")).toEqual([{ d: "default" }]);
  });
});

describe("errors", () => {
  it.each([
    ["SELECT * FROM absent", "60", "UNKNOWN_TABLE"],
    ["SELEC 1", "62", "SYNTAX_ERROR"],
    ["SELECT 1; SELECT 2", "62", "SYNTAX_ERROR"],
    ["SELECT * FROM file('/etc/passwd')", "497", "ACCESS_DENIED"],
    ["SELECT {x:UInt8}", "456", "UNKNOWN_QUERY_PARAMETER"],
    ["SELECT throwIf(1)", "395", "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"],
  ])("%s is code %s %s", async (query, code, type) => {
    await expect(rows(query)).rejects.toMatchObject({ code, type });
  });

  it("reaches the reader in the middle of a stream", async () => {
    await expect(rows("SELECT number, throwIf(number = 400000) FROM numbers(1000000)")).rejects.toMatchObject(
      {
        type: "FUNCTION_THROW_IF_VALUE_IS_NON_ZERO",
      },
    );
  });

  it("ends a query at its time limit and its memory limit, and goes on", async () => {
    const endless = "SELECT count() FROM numbers(1e12) WHERE sipHash64(number) = 1";
    const limits = { max_execution_time: "1", max_rows_to_read: "0" };
    const unlimited = "SELECT count() FROM system.numbers WHERE sipHash64(number) = 1";
    await expect(rows(endless, {}, limits)).rejects.toMatchObject({ code: "158" });
    await expect(rows(unlimited, {}, { max_execution_time: "1" })).rejects.toMatchObject({
      type: "TIMEOUT_EXCEEDED",
    });
    const hungry = "SELECT length(groupArray(number)) FROM numbers(50000000)";
    await expect(rows(hungry, {}, { max_memory_usage: "50000000" })).rejects.toMatchObject({ code: "241" });
    expect(await rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  });

  it("kills the query of a caller that goes away", async () => {
    const gone = new AbortController();
    const running = client.query({
      query: "SELECT count() FROM system.numbers WHERE sipHash64(number) = 1",
      abort_signal: gone.signal,
      clickhouse_settings: { max_execution_time: 30 },
    });
    await sleep(300);
    gone.abort();
    await expect(running).rejects.toThrow();
    const busy =
      "SELECT count() AS c FROM system.processes WHERE is_cancelled = 0 AND query LIKE '%system.numbers%sipHash%'";
    for (let i = 0; i < 50 && Number((await rows<{ c: string }>(busy))[0]?.c) > 1; i += 1) await sleep(100);
    expect(Number((await rows<{ c: string }>(busy))[0]?.c)).toBe(1); // this question itself
  });

  it("refuses a wrong password, Brotli and writing through GET", async () => {
    await expect(
      server.client({ url: server.url.replace(/:[^:@]+@/, ":wrong@") }).query({ query: "SELECT 1" }),
    ).rejects.toMatchObject({
      code: "516",
    });
    const { origin } = new URL(server.url);
    const authorization = `Basic ${Buffer.from(`triops:${"p'a:ss word"}`).toString("base64")}`;
    const brotli = await fetch(`${origin}/?query=SELECT%201`, {
      method: "POST",
      headers: { authorization, "content-encoding": "br" },
      body: "x",
    });
    expect(brotli.status).toBe(415);
    const write = await fetch(`${origin}/?query=CREATE%20DATABASE%20x`, { headers: { authorization } });
    expect([write.status, write.headers.get("x-clickhouse-exception-code")]).toEqual([400, "164"]);
    expect((await fetch(`${origin}/ping`)).status).toBe(200);
  });
});

describe("inserts", () => {
  it("stores JSON rows, plain and compressed, with their defaults", async () => {
    const name = await table("json_rows", "id UInt64, v Float64 DEFAULT 7, s String");
    await client.insert({ table: name, values: [{ id: 1, s: "a;\n'\\" }], format: "JSONEachRow" });
    const zipped = server.client({ compression: { request: true, response: true } });
    await zipped.insert({
      table: name,
      values: [[2, 1.5, "é"]],
      columns: ["id", "v", "s"],
      format: "JSONCompactEachRow",
    });
    const result = await zipped.query({ query: `SELECT * FROM ${name} ORDER BY id`, format: "JSON" });
    expect((await result.json()).data).toEqual([
      { id: 1, v: 7, s: "a;\n'\\" },
      { id: 2, v: 1.5, s: "é" },
    ]);
  });

  it("stores RowBinary, Native and CSV bytes as they come and counts them", async () => {
    const name = await table("binary_rows", "id UInt64, s String");
    const binary = Buffer.concat(
      Array.from({ length: 300 }, (_, i) => {
        const row = Buffer.alloc(12);
        row.writeBigUInt64LE(BigInt(i), 0);
        row[8] = 3;
        row.write("\n;'", 9, "latin1");
        return row;
      }),
    );
    const put = async (format: string, body: Uint8Array) => {
      const sent = await client.exec({
        query: `INSERT INTO ${name} FORMAT ${format}`,
        values: Readable.from([body], { objectMode: false }),
      });
      sent.stream.resume();
      return sent.summary?.written_rows;
    };
    expect(await put("RowBinary", binary)).toBe("300");
    const native = await client.exec({ query: `SELECT * FROM ${name} FORMAT Native` });
    const chunks: Buffer[] = [];
    for await (const chunk of native.stream) chunks.push(chunk as Buffer);
    expect(await put("Native", Buffer.concat(chunks))).toBe("300");
    expect(await put("CSV", Buffer.from('1000,"x,y"\n1001,"line\nbreak"\n'))).toBe("2");
    expect(await count(name)).toBe(602);
    expect(await count(`${name} WHERE s = '\\n;\\''`)).toBe(600);
  });

  it("takes rows in the body after the statement, and in SQL", async () => {
    const name = await table("in_body", "id UInt64, s String");
    await client.command({
      query: `INSERT INTO ${name} FORMAT JSONEachRow\n{"id":1,"s":"{x:UInt8}"}\n{"id":2}`,
    });
    await client.command({
      query: `INSERT INTO ${name} VALUES (3, {s:String}), (4, ';')`,
      query_params: { s: "it's" },
    });
    await client.command({ query: `INSERT INTO ${name} SELECT id + 10, s FROM ${name}` });
    expect(await rows(`SELECT s FROM ${name} WHERE id < 10 ORDER BY id`)).toEqual([
      { s: "{x:UInt8}" },
      { s: "" },
      { s: "it's" },
      { s: ";" },
    ]);
    expect(await count(name)).toBe(8);
  });

  it("counts a batch once however often it is sent with the same token", async () => {
    const name = await table("once");
    for (let i = 0; i < 3; i += 1) {
      await client.insert({
        table: name,
        values: [{ id: 1 }, { id: 2 }],
        format: "JSONEachRow",
        clickhouse_settings: { insert_deduplication_token: "batch-1" },
      });
    }
    // Without a token equal rows are meant twice.
    for (let i = 0; i < 2; i += 1)
      await client.insert({ table: name, values: [{ id: 3 }], format: "JSONEachRow" });
    expect(await count(name)).toBe(4);
  });

  it("says what is wrong with a bad row and stores none of its batch", async () => {
    const name = await table("strict");
    const bad = client.insert({ table: name, values: [{ id: 1 }, { id: "x" }], format: "JSONEachRow" });
    await expect(bad).rejects.toMatchObject({ message: expect.stringContaining("Cannot parse") });
    await expect(
      client.insert({ table: "absent", values: [{ id: 1 }], format: "JSONEachRow" }),
    ).rejects.toMatchObject({
      code: "60",
    });
    expect(await count(name)).toBe(0);
  });
});

describe("a killed server", () => {
  it("comes back by itself with everything that was acknowledged, once", async () => {
    const name = await table("survivors");
    let acknowledged = 0;
    let sent = 0;
    for (let kill = 0; kill < 3; kill += 1) {
      const pid = server.process.pid as number;
      const killer = setTimeout(() => process.kill(pid, "SIGKILL"), 150 + kill * 70);
      try {
        for (;;) {
          const values = Array.from({ length: 500 }, (_, i) => ({ id: sent * 500 + i, s: "x" }));
          sent += 1;
          await client.insert({ table: name, values, format: "JSONEachRow" });
          acknowledged += 1;
        }
      } catch {
        clearTimeout(killer);
      }
      for (let i = 0; i < 100 && !(await client.ping({ select: true })).success; i += 1) await sleep(100);
    }
    const [row] = await rows<{ total: string; distinct: string }>(
      `SELECT count() AS total, uniqExact(id) AS distinct FROM ${name}`,
    );
    const stored = Number(row?.distinct) / 500;
    expect(Number(row?.total)).toBe(Number(row?.distinct));
    expect(stored).toBeGreaterThanOrEqual(acknowledged);
    expect(stored).toBeLessThanOrEqual(sent);
    expect(server.process.restarts).toBe(3);
    expect(server.events.filter((event) => event.kind === "exit")).toHaveLength(3);
  });
});
