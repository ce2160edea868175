import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { RowFiles } from "./row-files.ts";

const folder = mkdtempSync(join(tmpdir(), "triops-rows-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function* pieces(...parts: (string | Error)[]): AsyncGenerator<Buffer> {
  for (const part of parts) {
    if (part instanceof Error) throw part;
    yield Buffer.from(part);
  }
}

const content = (file: { name: string }) => readFileSync(join(folder, file.name), "utf8");

describe("row files", () => {
  it("hold the rows of this insert and nothing of the one before", async () => {
    const files = new RowFiles(folder);
    const first = await files.write(Buffer.from("head "), pieces("and a long tail of rows"));
    expect(content(first)).toBe("head and a long tail of rows");
    await first.release(true);
    const second = await files.write(Buffer.alloc(0), pieces("short"));
    expect(second.name).toBe(first.name);
    expect(content(second)).toBe("short");
    expect(second.bytes).toBe(5);
    await second.release(false);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("are never shared by inserts under way", async () => {
    const files = new RowFiles(folder);
    const both = await Promise.all(["a", "b"].map((rows) => files.write(Buffer.from(rows), pieces())));
    expect(both.map(content)).toEqual(["a", "b"]);
    await Promise.all(both.map((file) => file.release(false)));
  });

  it("do not keep a large insert's space", async () => {
    const files = new RowFiles(folder);
    const large = await files.write(Buffer.alloc(3 * 1024 * 1024), pieces("more"));
    expect(content(large).length).toBe(3 * 1024 * 1024 + 4);
    await large.release(true);
    expect(content(large)).toBe("");
  });

  it("are removed when the sender breaks off", async () => {
    const before = readdirSync(folder).length;
    const files = new RowFiles(folder);
    await expect(files.write(Buffer.from("x"), pieces("y", new Error("gone")))).rejects.toThrow(/gone/);
    expect(readdirSync(folder).length).toBe(before);
  });
});
