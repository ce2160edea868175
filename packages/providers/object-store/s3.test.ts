import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type ObjectStore, openObjectStore } from "./object-store.ts";
import { startFakeS3 } from "./s3.testing.ts";

let fake: Awaited<ReturnType<typeof startFakeS3>>;
let store: ObjectStore;

beforeAll(async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
  fake = await startFakeS3();
  store = openObjectStore(fake.url);
});
afterAll(async () => {
  await fake.close();
  vi.unstubAllEnvs();
});

async function* bytesOf(...chunks: (string | Buffer)[]) {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function read(key: string, range?: { start: number; end?: number }): Promise<string | null> {
  const found = await store.get(key, range);
  if (!found) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of found.body) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}

describe("objects in a bucket", () => {
  it("come back as they went, whole and in part, below the base", async () => {
    expect(await store.put("a/b.txt", bytesOf("hello ", "world"))).toEqual({ sizeBytes: 11 });
    expect(fake.keys()).toEqual(["base/a/b.txt"]);
    expect(await read("a/b.txt")).toBe("hello world");
    expect(await read("a/b.txt", { start: 6, end: 99 })).toBe("world");
    expect(await read("a/b.txt", { start: 99 })).toBe("");
    expect(await store.exists("nothing")).toBe(false);
    expect(await store.get("nothing")).toBeNull();
    await store.put("empty", bytesOf());
    expect(await store.size("empty")).toBe(0);
  });

  it("go up in parts when they are large", async () => {
    const part = Buffer.alloc(9 * 1024 * 1024, "x");
    expect(await store.put("large", bytesOf(part, part))).toEqual({ sizeBytes: part.length * 2 });
    expect(await store.size("large")).toBe(part.length * 2);
  });

  it("are listed page by page, and removed by prefix", async () => {
    for (const key of ["l/1", "l/2", "l/3/4", "l/3/5", "l/6"]) await store.put(key, bytesOf(key));
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.list("l/", { cursor });
      all.push(...page.objects.map(({ key }) => key));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(all).toEqual(["l/1", "l/2", "l/3/4", "l/3/5", "l/6"]);
    expect((await store.list("l/3/", { delimiter: "/" })).objects).toHaveLength(2);
    await store.removeAll("l/");
    await store.remove("large");
    await store.remove("large");
    expect(fake.keys().sort()).toEqual(["base/a/b.txt", "base/empty"]);
  });

  it("are not there when the sender breaks off; the store's absence is said as such", async () => {
    async function* broken() {
      yield Buffer.from("half");
      throw new Error("gone");
    }
    await expect(store.put("x/y", broken())).rejects.toThrow("gone");
    expect(await store.exists("x/y")).toBe(false);
    await store.ping();
    const nobody = openObjectStore("s3://bucket?endpoint=http://127.0.0.1:1&pathStyle=true");
    await expect(nobody.ping()).rejects.toMatchObject({ code: "unavailable" });
  });
});
