import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { checkSpool } from "./spool.ts";

const dataDir = mkdtempSync(join(tmpdir(), "triops-spool-check-"));
const folder = join(dataDir, "spool");
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

test("records that were put aside are a warning that says where they are", () => {
  expect(checkSpool(dataDir).state).toBe("ok");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "a-00000001.spool"), "");
  expect(checkSpool(dataDir)).toMatchObject({ state: "ok", text: "files of model calls on their way: 1" });
  writeFileSync(join(folder, "a-00000002.spool.refused"), "");
  expect(checkSpool(dataDir)).toMatchObject({ state: "warn", remedy: expect.stringContaining(folder) });
});
