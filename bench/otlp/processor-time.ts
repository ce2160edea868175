import { readdirSync, readFileSync } from "node:fs";

/**
 * Seconds of processor time that these processes and all below them have spent, as Linux counts them: a figure that
 * busy neighbours on the machine change little.
 */
export function processorSeconds(pids: readonly (number | undefined)[]): number {
  const children = new Map<number, number[]>();
  const ticks = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const text = readFileSync(`/proc/${name}/stat`, "utf8");
      const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
      const parent = Number(fields[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
      ticks.set(
        Number(name),
        [11, 12, 13, 14].reduce((sum, field) => sum + Number(fields[field]), 0),
      );
    } catch {
      // Ended meanwhile.
    }
  }
  const sum = (pid: number): number =>
    (ticks.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0);
  return pids.reduce<number>((total, pid) => total + (pid === undefined ? 0 : sum(pid)), 0) / 100;
}
