import { readdirSync, readFileSync } from "node:fs";
import type { TriopsReading } from "./metrics.ts";

/** Linux reports processor time in hundredths of a second (USER_HZ). */
const ticksPerSecond = 100;
/** Looking for new processes reads every one of the machine; known ones are read each time. */
const treeEveryMs = 30_000;

export type ProcessStat = { pid: number; parent: number; ticks: number };

/** `/proc/<pid>/stat`; the program's name may itself contain spaces and brackets. */
export function parseProcessStat(text: string): ProcessStat {
  const rest = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return {
    pid: Number.parseInt(text, 10),
    parent: Number(rest[1]),
    ticks: Number(rest[11]) + Number(rest[12]),
  };
}

const partNames: readonly (readonly [RegExp, string])[] = [
  [/apps\/cli\/monitoring/, "monitoring"],
  [/apps[/\\]gateway/, "gateway"],
  [/apps[/\\]worker/, "worker"],
  [/next-server|next\/dist\/bin\/next/, "web"],
  [/embedded\/clickhouse|clickhouse-server/, "clickhouse"],
  [/redis-server|valkey-server/, "redis"],
  [/\bpostgres\b/, "postgres"],
  [/apps\/cli\/main/, "supervisor"],
];

/** Which part of Triops a command line is; null for helpers, which count with their parent. */
export function partOf(commandLine: string): string | null {
  if (commandLine.includes("triops-guard")) return null;
  return partNames.find(([pattern]) => pattern.test(commandLine))?.[1] ?? null;
}

/** Every process below `root` with the part it belongs to: its own, or that of the nearest named ancestor. */
export function assignParts(
  stats: readonly ProcessStat[],
  root: number,
  commandLineOf: (pid: number) => string,
): Map<number, string> {
  const children = Map.groupBy(stats, ({ parent }) => parent);
  const parts = new Map<number, string>();
  const visit = (pid: number, inherited: string): void => {
    if (parts.has(pid)) return;
    const part = partOf(commandLineOf(pid)) ?? inherited;
    parts.set(pid, part);
    for (const child of children.get(pid) ?? []) visit(child.pid, part);
  };
  visit(root, "supervisor");
  return parts;
}

type Usage = { ticks: number; residentBytes: number; sharedBytes: number };

/** Memory and processor time of everything that the supervisor `root` started, part by part. Linux only. */
export function createProcessCollector(root: number): () => Promise<TriopsReading[]> {
  let parts = new Map<number, string>();
  let treeAtMs = Number.NEGATIVE_INFINITY;
  let ticksBefore = new Map<number, number>();
  let readAtMs = 0;

  return async () => {
    const nowMs = performance.now();
    if (nowMs - treeAtMs > treeEveryMs) {
      treeAtMs = nowMs;
      parts = readTree(root);
    }
    const usages = new Map<number, Usage>();
    for (const pid of parts.keys()) {
      const usage = readUsage(pid);
      if (usage) usages.set(pid, usage);
    }
    const seconds = (nowMs - readAtMs) / 1_000;
    const first = readAtMs === 0;
    readAtMs = nowMs;
    const readings: TriopsReading[] = [];
    for (const [part, pids] of Map.groupBy(usages.keys(), (pid) => parts.get(pid) ?? "supervisor")) {
      const attributes = { "triops.process": part };
      const of = pids.flatMap((pid) => usages.get(pid) ?? []);
      const ownBytes = of.reduce((sum, usage) => sum + usage.residentBytes - usage.sharedBytes, 0);
      const sharedBytes = Math.max(0, ...of.map((usage) => usage.sharedBytes));
      readings.push({ metric: "process.memory.usage", value: ownBytes + sharedBytes, attributes });
      readings.push({ metric: "process.count", value: pids.length, attributes });
      if (first) continue;
      const spent = pids.reduce((sum, pid) => {
        const before = ticksBefore.get(pid);
        return before === undefined ? sum : sum + Math.max(0, (usages.get(pid)?.ticks ?? 0) - before);
      }, 0);
      readings.push({
        metric: "process.cpu.utilization",
        value: spent / ticksPerSecond / seconds,
        attributes,
      });
    }
    ticksBefore = new Map([...usages].map(([pid, { ticks }]) => [pid, ticks]));
    return readings;
  };
}

function readTree(root: number): Map<number, string> {
  const stats = readdirSync("/proc").flatMap((name) => {
    const text = /^\d+$/.test(name) ? readText(`/proc/${name}/stat`) : null;
    return text ? [parseProcessStat(text)] : [];
  });
  return assignParts(stats, root, (pid) => readText(`/proc/${pid}/cmdline`)?.replaceAll("\0", " ") ?? "");
}

function readUsage(pid: number): Usage | null {
  const stat = readText(`/proc/${pid}/stat`);
  const status = readText(`/proc/${pid}/status`);
  if (!stat || !status) return null;
  return { ticks: parseProcessStat(stat).ticks, ...parseMemory(status) };
}

/** `/proc/<pid>/status`: resident memory, and what of it may be shared with other processes. */
export function parseMemory(status: string): { residentBytes: number; sharedBytes: number } {
  const bytes = (field: string) => {
    const at = status.indexOf(`${field}:`);
    return at < 0 ? 0 : Number.parseInt(status.slice(at + field.length + 1), 10) * 1024;
  };
  return { residentBytes: bytes("VmRSS"), sharedBytes: bytes("RssFile") + bytes("RssShmem") };
}

/** Null when the process ended meanwhile. */
function readText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}
