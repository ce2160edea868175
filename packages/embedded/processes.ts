import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

function ps(pid: number, column: string): string | undefined {
  try {
    const out = execFileSync("ps", ["-p", String(pid), "-o", `${column}=`], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    return out.trim() || undefined;
  } catch {
    return undefined;
  }
}

/** A mark that differs between two processes that had the same number; undefined when none is alive. */
export function processStart(pid: number): string | undefined {
  if (process.platform !== "linux") return ps(pid, "lstart");
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    // Field 3 is the state (Z: ended, waiting for its parent), field 22 the start in clock ticks since boot.
    if (fields[0] === "Z") return undefined;
    return `${bootId()}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

function bootId(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return "";
  }
}

/** The command line of a process, words separated by blanks; undefined when it is gone. */
export function processCommand(pid: number): string | undefined {
  if (process.platform !== "linux") return ps(pid, "command");
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim() || undefined;
  } catch {
    return undefined;
  }
}

export const isAlive = (pid: number) => processStart(pid) !== undefined;

/** Waits until the process is gone; false when it still lives after `msMax`. */
export async function waitForEnd(pid: number, msMax: number): Promise<boolean> {
  const deadline = performance.now() + msMax;
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false;
    await sleep(50);
  }
  return true;
}

/**
 * Ends a server that a killed supervisor left behind. Only a process whose command line contains `mark` (a path
 * below the data folder, which the caller holds the lock of) is touched. Returns whether one was ended.
 */
export async function endOrphan(pid: number, mark: string, signals: NodeJS.Signals[]): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 1 || pid === process.pid) return false;
  if (!processCommand(pid)?.includes(mark)) return false;
  for (const signal of signals) {
    try {
      process.kill(pid, signal);
    } catch {
      return true;
    }
    if (await waitForEnd(pid, 5_000)) return true;
  }
  return true;
}
