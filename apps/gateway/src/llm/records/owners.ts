import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { randomText } from "@triops/kernel/ids";

/** Whose files are in the folder: names begin with the owner's mark. */
const ownerFile = /^([0-9A-Za-z]+)\.owner$/;
const segmentFile = /^([0-9A-Za-z]+)-\d+\.spool$/;
/** A process of another machine (a folder that is shared against advice) is taken for dead after such silence, ms. */
const foreignSilenceMs = 600_000;

type Owner = { host: string; pid: number; start: string };

export type Owned = {
  mark: string;
  /** Names of files of processes that are gone, oldest first. */
  leftOvers(nowMs: number): string[];
  /** Takes the mark back when nothing of ours is left. */
  close(): void;
};

/** Leaves a mark in the folder that tells for how long the files with our name are ours. */
export function ownSpool(folder: string): Owned {
  const mark = randomText(12);
  const mine: Owner = { host: hostname(), pid: process.pid, start: startOf(process.pid) ?? "" };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, `${mark}.owner`), JSON.stringify(mine), { mode: 0o600 });
  } catch (cause) {
    throw new Error(`The spool cannot be written in ${folder}: choose a folder with TRIOPS_SPOOL_DIR`, {
      cause,
    });
  }

  const isAlive = (owner: string, nowMs: number): boolean => {
    if (owner === mark) return true;
    try {
      // allow(request-json): our own file
      const { host, pid, start } = JSON.parse(readFileSync(join(folder, `${owner}.owner`), "utf8")) as Owner;
      if (host !== mine.host) return nowMs - newestMs(folder, owner) < foreignSilenceMs;
      const now = startOf(pid);
      return now !== null && now === start;
    } catch {
      return false;
    }
  };

  return {
    mark,
    leftOvers(nowMs) {
      const names = namesIn(folder);
      const dead = new Set<string>();
      for (const name of names) {
        const owner = ownerFile.exec(name)?.[1];
        if (owner === undefined || isAlive(owner, nowMs)) continue;
        dead.add(owner);
        if (!names.some((other) => other.startsWith(`${owner}-`)))
          rmSync(join(folder, name), { force: true });
      }
      return names
        .filter((name) => {
          const owner = segmentFile.exec(name)?.[1];
          return owner !== undefined && (dead.has(owner) || !isAlive(owner, nowMs));
        })
        .sort((a, b) => modifiedMs(folder, a) - modifiedMs(folder, b));
    },
    close() {
      if (!namesIn(folder).some((name) => name.startsWith(`${mark}-`)))
        rmSync(join(folder, `${mark}.owner`), { force: true });
    },
  };
}

/** A folder that somebody removed has nothing in it. */
const namesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const modifiedMs = (folder: string, name: string): number => {
  try {
    return statSync(join(folder, name)).mtimeMs;
  } catch {
    return 0;
  }
};

const newestMs = (folder: string, owner: string): number =>
  Math.max(
    0,
    ...namesIn(folder)
      .filter((name) => name.startsWith(owner))
      .map((name) => modifiedMs(folder, name)),
  );

/** Tells a process from a later one with the same number; null when there is none. Where /proc is not, its being there. */
function startOf(pid: number): string | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name in brackets may hold spaces; the 22nd field is the start in ticks.
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19] ?? null;
  } catch {
    if (process.platform === "linux") return null;
  }
  try {
    process.kill(pid, 0);
    return "alive";
  } catch {
    return null;
  }
}
