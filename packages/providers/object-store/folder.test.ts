import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareKeys, keyFault } from "./keys.ts";
import { type ObjectStore, openObjectStore } from "./object-store.ts";

let folder: string;
let store: ObjectStore;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "triops-objects-"));
  store = openObjectStore(pathToFileURL(folder).href);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* bytesOf(...texts: string[]) {
  for (const text of texts) yield Buffer.from(text);
}

async function read(key: string, range?: { start: number; end?: number }): Promise<string | null> {
  const found = await store.get(key, range);
  if (!found) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of found.body) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

describe("objects in a folder", () => {
  it("come back as they went, whole and in part", async () => {
    expect(await store.put("a/b/c.txt", bytesOf("hello ", "world"))).toEqual({ sizeBytes: 11 });
    expect(await read("a/b/c.txt")).toBe("hello world");
    expect(await read("a/b/c.txt", { start: 6 })).toBe("world");
    expect(await read("a/b/c.txt", { start: 0, end: 4 })).toBe("hello");
    expect(await read("a/b/c.txt", { start: 6, end: 999 })).toBe("world");
    expect(await read("a/b/c.txt", { start: 99 })).toBe("");
    expect(await store.size("a/b/c.txt")).toBe(11);
    await store.put("a/b/c.txt", bytesOf("other"));
    expect(await read("a/b/c.txt")).toBe("other");
  });

  it("may be empty", async () => {
    await store.put("empty", bytesOf());
    expect(await read("empty")).toBe("");
    expect(await store.size("empty")).toBe(0);
  });

  it("are not there when the sender breaks off, and leave nothing behind", async () => {
    async function* broken() {
      yield Buffer.from("half");
      throw new Error("gone");
    }
    await expect(store.put("x/y", broken())).rejects.toThrow("gone");
    expect(await store.exists("x/y")).toBe(false);
    expect(readdirSync(join(folder, ".uploads"))).toEqual([]);
  });

  it("are listed in order, a page at a time, by level or all", async () => {
    for (const key of ["l/b", "l/a/2", "l/a/1", "l/a-b", "l/c/d/e"]) await store.put(key, bytesOf(key));
    const level = await store.list("l/", { delimiter: "/" });
    expect(level.objects.map(({ key }) => key)).toEqual(["l/a-b", "l/b"]);
    expect(level.prefixes).toEqual(["l/a/", "l/c/"]);
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.list("l/", { limit: 2, cursor });
      expect(page.objects.length).toBeLessThanOrEqual(2);
      all.push(...page.objects.map(({ key }) => key));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(all).toEqual(["l/a/1", "l/a/2", "l/a-b", "l/b", "l/c/d/e"]);
    expect(await store.list("nothing/")).toEqual({ objects: [], prefixes: [], nextCursor: null });
  });

  it("go one by one or by prefix, with their empty folders", async () => {
    for (const key of ["r/a/1", "r/a/2", "r/b"]) await store.put(key, bytesOf(key));
    await store.remove("r/b");
    await store.remove("r/b");
    await store.removeAll("r/a/");
    expect(readdirSync(folder)).not.toContain("r");
  });

  it("invalid when a folder has the object's path, or an object the folder's", async () => {
    await store.put("f/g", bytesOf("x"));
    await expect(store.put("f", bytesOf("x"))).rejects.toMatchObject({ code: "invalid" });
    await expect(store.put("f/g/h", bytesOf("x"))).rejects.toMatchObject({ code: "invalid" });
    expect(await store.get("f")).toBeNull();
    expect(await store.get("f/g/h")).toBeNull();
  });

  it("forgets unfinished uploads of long ago", async () => {
    await store.tidy(new Date());
    await store.ping();
  });
});

describe("keys", () => {
  it.each([
    "",
    "/a",
    "a/",
    "a//b",
    "..",
    "a/../b",
    ".",
    "a\\b",
    "a\0b",
    ".uploads/x",
    "\ud800",
    "x".repeat(256),
  ])("%j is none", async (key) => {
    expect(keyFault(key)).not.toBeNull();
    await expect(store.put(key, bytesOf("x"))).rejects.toMatchObject({ code: "invalid" });
    await expect(store.get(key)).rejects.toMatchObject({ code: "invalid" });
  });

  it("whatever is one stays below the folder", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (key) => {
        if (keyFault(key) !== null) return;
        expect(join("/root", key).startsWith("/root/")).toBe(true);
      }),
    );
  });

  it("are ordered by their names", () => {
    expect(compareKeys("a/b", "a-b")).toBeLessThan(0);
    expect(compareKeys("a", "a/b")).toBeLessThan(0);
    expect(compareKeys("a/b", "a/b")).toBe(0);
  });
});
