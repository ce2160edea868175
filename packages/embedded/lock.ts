import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { conflict } from "@triops/kernel/errors";
import { processStart } from "./processes.ts";

interface Holder {
  pid: number;
  /** Opaque start mark of that process: tells it from a later one with the same number. */
  start: string;
  since: string;
}

export interface DataLock {
  release: () => void;
}

const lockPath = (dataDir: string) => join(dataDir, "lock.json");

/** Who holds the data folder right now; undefined when nobody alive does. */
export function lockHolder(dataDir: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(lockPath(dataDir), "utf8")) as Holder;
    return processStart(holder.pid) === holder.start ? holder : undefined;
  } catch {
    return undefined;
  }
}

function tryCreate(path: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, "wx", 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
  const mine: Holder = {
    pid: process.pid,
    start: processStart(process.pid) ?? "",
    since: new Date().toISOString(),
  };
  writeSync(fd, JSON.stringify(mine));
  closeSync(fd);
  return true;
}

/**
 * Takes the data folder for this process. A lock left by a dead process is replaced.
 * Throws Conflict, naming the holder, while another process lives on the folder.
 */
export function lockDataFolder(dataDir: string): DataLock {
  mkdirSync(dataDir, { recursive: true });
  const path = lockPath(dataDir);
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (tryCreate(path)) return { release: () => rmSync(path, { force: true }) };
    const holder = lockHolder(dataDir);
    if (holder) {
      throw conflict(
        `Triops already runs on ${dataDir} (process ${holder.pid}, since ${holder.since}). ` +
          "Stop it with `pnpm triops down`, or choose another folder with --data.",
      );
    }
    // Moved aside before it is removed: of two processes that see the same stale file only one moves it.
    const aside = `${path}.${process.pid}.stale`;
    try {
      renameSync(path, aside);
      rmSync(aside, { force: true });
    } catch {
      // The other one was first; look again.
    }
  }
  throw conflict(`The lock of ${dataDir} keeps changing hands; try again in a moment.`);
}
