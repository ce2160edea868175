import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fingerprint } from "./fingerprint.mjs";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "triops-print-"));
  mkdirSync(join(folder, "node_modules"));
  writeFileSync(join(folder, "a.ts"), "1");
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("stays the same while nothing changes", () => {
  expect(fingerprint([folder])).toBe(fingerprint([folder]));
});

it("changes with a file's content, a new file and an extra fact", () => {
  const before = fingerprint([folder]);
  expect(fingerprint([folder], { facts: ["linux"] })).not.toBe(before);
  writeFileSync(join(folder, "b.ts"), "");
  const added = fingerprint([folder]);
  expect(added).not.toBe(before);
  writeFileSync(join(folder, "a.ts"), "2");
  expect(fingerprint([folder])).not.toBe(added);
});

it("ignores installed packages and what the caller leaves out", () => {
  const before = fingerprint([folder]);
  writeFileSync(join(folder, "node_modules", "x.js"), "x");
  writeFileSync(join(folder, "a.test.ts"), "x");
  expect(fingerprint([folder], { wanted: (path: string) => !path.endsWith(".test.ts") })).toBe(before);
});
