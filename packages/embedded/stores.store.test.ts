import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { createClient } from "@clickhouse/client";
import { connectRedis, waitForRedis } from "@triops/kernel/redis";
import pg from "pg";
import { afterAll, describe, expect, it } from "vitest";
import { inspectClickhouse, inspectPostgres, inspectRedis } from "./inspect.ts";
import type { ProcessEvent } from "./managed-process.ts";
import { isAlive, waitForEnd } from "./processes.ts";
import { type StoreUrls, startStores } from "./stores.ts";

const dataDir = mkdtempSync(join(tmpdir(), "triops-stores-"));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function sql(urls: StoreUrls, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: urls.databaseUrl });
  client.on("error", () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function redis<T>(
  urls: StoreUrls,
  use: (client: ReturnType<typeof connectRedis>) => Promise<T>,
): Promise<T> {
  const client = connectRedis(urls.redisUrl, "command", () => {});
  await waitForRedis(client);
  try {
    return await use(client);
  } finally {
    client.disconnect();
  }
}

async function telemetry(urls: StoreUrls, query: string): Promise<unknown[]> {
  const client = createClient({ url: urls.clickhouseUrl, log: { level: 127 } });
  try {
    if (!query.startsWith("SELECT")) {
      await client.command({ query });
      return [];
    }
    return await (await client.query({ query, format: "JSONEachRow" })).json();
  } finally {
    await client.close();
  }
}

/** Writes in one process what the next reads. */
async function write(urls: StoreUrls): Promise<void> {
  await sql(urls, "CREATE TABLE kept (a int); INSERT INTO kept VALUES (1)");
  await redis(urls, (client) => client.set("kept", "1"));
  await telemetry(urls, "CREATE TABLE kept (a UInt8) ENGINE = MergeTree ORDER BY a");
  await telemetry(urls, "INSERT INTO kept VALUES (1)");
  await sleep(1_200); // the append-only file reaches the disk every second
}

async function read(urls: StoreUrls): Promise<unknown> {
  return [
    await sql(urls, "SELECT a FROM kept"),
    await redis(urls, (client) => client.get("kept")),
    await telemetry(urls, "SELECT a FROM kept"),
  ];
}

const kept = [[{ a: 1 }], "1", [{ a: 1 }]];

describe("embedded stores", () => {
  it("start from nothing with settings that keep what they acknowledge, and survive kills of all three", async () => {
    const events: ProcessEvent[] = [];
    const stores = await startStores({ dataDir, onEvent: (event) => events.push(event) });
    try {
      expect((await inspectPostgres(stores.databaseUrl)).settings).toMatchObject({
        fsync: "on",
        synchronous_commit: "on",
        full_page_writes: "on",
      });
      expect((await inspectRedis(stores.redisUrl)).settings).toEqual({
        "maxmemory-policy": "noeviction",
        appendonly: "yes",
        appendfsync: "everysec",
      });
      expect((await inspectClickhouse(stores.clickhouseUrl)).settings).toEqual({ async_insert: "false" });
      expect(statSync(join(dataDir, "secrets.json")).mode & 0o777).toBe(0o600);
      await write(stores);
      for (const each of stores.processes) process.kill(each.pid as number, "SIGKILL");
      const back = () => events.filter((event) => event.kind === "restarted").map((event) => event.name);
      for (let i = 0; i < 300 && back().length < 3; i += 1) await sleep(100);
      expect(back().sort()).toEqual(["clickhouse", "postgres", "redis"]);
      expect(await read(stores)).toEqual(kept);
    } finally {
      await stores.stop();
    }
    for (const each of stores.processes) expect(each.running).toBe(false);
  });

  it("end when their starter is killed; the next start finds the data at the same addresses", async () => {
    const file = fileURLToPath(new URL("./stores.ts", import.meta.url));
    const script = `import { startStores } from ${JSON.stringify(file)};
      const stores = await startStores({ dataDir: ${JSON.stringify(dataDir)} });
      console.log(JSON.stringify({ pids: stores.processes.map((each) => each.pid), redisUrl: stores.redisUrl }));
      setInterval(() => {}, 1000);`;
    const starter = spawn(process.execPath, ["--input-type=module", "-e", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    const line = await createInterface({ input: starter.stdout })[Symbol.asyncIterator]().next();
    const started = JSON.parse(String(line.value)) as { pids: number[]; redisUrl: string };
    starter.kill("SIGKILL");
    for (const pid of started.pids) expect(await waitForEnd(pid, 10_000)).toBe(true);
    const stores = await startStores({ dataDir });
    try {
      expect(stores.redisUrl).toBe(started.redisUrl);
      expect(await read(stores)).toEqual(kept);
    } finally {
      await stores.stop();
    }
  });

  it("start despite a pid file whose number now belongs to somebody else", async () => {
    const stranger = spawn("sleep", ["60"], { stdio: "ignore" });
    const path = join(dataDir, "postgres", "postmaster.pid");
    writeFileSync(path, `${stranger.pid}\n${join(dataDir, "postgres")}\n`);
    const stores = await startStores({ dataDir });
    try {
      expect(await read(stores)).toEqual(kept);
      expect(isAlive(stranger.pid as number)).toBe(true);
      expect(Number.parseInt(readFileSync(path, "utf8"), 10)).not.toBe(stranger.pid);
    } finally {
      stranger.kill();
      await stores.stop();
    }
  });

  it("say what to do about lost passwords and a damaged queue file", async () => {
    const secrets = join(dataDir, "secrets.json");
    const good = readFileSync(secrets, "utf8");
    writeFileSync(secrets, good.replace(/("postgresPassword": ")[^"]+/, "$1another-password-entirely"));
    await expect(startStores({ dataDir })).rejects.toThrow(/another password than secrets\.json/);
    writeFileSync(secrets, good);
    const folder = join(dataDir, "redis", "appendonlydir");
    const name = readdirSync(folder).find((each) => each.endsWith(".incr.aof")) ?? "";
    const file = readFileSync(join(folder, name));
    writeFileSync(
      join(folder, name),
      Buffer.concat([file.subarray(0, 10), Buffer.from("garbage"), file.subarray(17)]),
    );
    await expect(startStores({ dataDir })).rejects.toThrow(/redis-check-aof --fix/);
    writeFileSync(join(folder, name), file);
    const stores = await startStores({ dataDir });
    expect(await read(stores)).toEqual(kept);
    await stores.stop();
  });

  it("leave alone what runs elsewhere", async () => {
    const elsewhere = { databaseUrl: "postgresql://a/b", redisUrl: "redis://a", clickhouseUrl: "http://a" };
    const stores = await startStores({ dataDir, existing: elsewhere });
    expect(stores).toMatchObject(elsewhere);
    expect(stores.processes).toEqual([]);
    await stores.stop();
  });
});
