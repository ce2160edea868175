import { readdirSync, readFileSync } from "node:fs";

/** Clock ticks a second in /proc, on every Linux there is. */
const ticks = 100;

/**
 * CPU seconds of a process and everything it started, so far; null where there is no /proc. Unlike a rate it hardly
 * depends on what else the machine is doing.
 */
export function cpuSecondsOf(root: number): number | null {
  const processes = new Map<number, { parent: number; seconds: number }>();
  try {
    for (const name of readdirSync("/proc")) {
      if (!/^\d+$/.test(name)) continue;
      const stat = statOf(name);
      if (stat) processes.set(Number(name), stat);
    }
  } catch {
    return null;
  }
  let total = 0;
  for (const [pid, { seconds }] of processes) if (descends(pid, root, processes)) total += seconds;
  return total;
}

function statOf(pid: string): { parent: number; seconds: number } | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name may hold spaces and brackets; what follows it does not.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / ticks };
  } catch {
    return null; // ended meanwhile
  }
}

function descends(pid: number, root: number, processes: ReadonlyMap<number, { parent: number }>): boolean {
  for (let at = pid; at > 1; at = processes.get(at)?.parent ?? 0) if (at === root) return true;
  return false;
}
