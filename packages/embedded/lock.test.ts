import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lockDataFolder, lockHolder } from "./lock.ts";
import { processStart } from "./processes.ts";
import { installationSecrets } from "./secrets.ts";

const folder = () => mkdtempSync(join(tmpdir(), "triops-lock-"));

describe("lockDataFolder", () => {
  it("refuses a second holder by name and lets it in after the release", () => {
    const dataDir = folder();
    const lock = lockDataFolder(dataDir);
    expect(() => lockDataFolder(dataDir)).toThrow(`process ${process.pid}`);
    expect(lockHolder(dataDir)?.pid).toBe(process.pid);
    lock.release();
    lockDataFolder(dataDir).release();
    expect(existsSync(join(dataDir, "lock.json"))).toBe(false);
  });

  it("replaces the lock of a dead process, and of a number that went to another one", async () => {
    const dataDir = folder();
    const child = spawn(process.execPath, ["-e", ""]);
    await once(child, "exit");
    const write = (pid: number, start: string) =>
      writeFileSync(join(dataDir, "lock.json"), JSON.stringify({ pid, start, since: "" }));
    write(child.pid as number, "x");
    lockDataFolder(dataDir).release();
    write(process.pid, `${processStart(process.pid)}-earlier`);
    lockDataFolder(dataDir).release();
  });

  it("replaces a half-written lock", () => {
    const dataDir = folder();
    writeFileSync(join(dataDir, "lock.json"), '{"pid":');
    lockDataFolder(dataDir).release();
  });
});

describe("installationSecrets", () => {
  it("makes secrets once, readable by the owner only, and keeps them", () => {
    const dataDir = folder();
    const first = installationSecrets(dataDir);
    expect(installationSecrets(dataDir)).toEqual(first);
    expect(new Set(Object.values(first)).size).toBe(4);
    expect(readFileSync(join(dataDir, "secrets.json"), "utf8")).toContain(first.secretKey);
  });

  it("never replaces secrets that cannot be read", () => {
    const dataDir = folder();
    writeFileSync(join(dataDir, "secrets.json"), "{}");
    expect(() => installationSecrets(dataDir)).toThrow("damaged");
  });
});
