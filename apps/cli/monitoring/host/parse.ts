/** Kernel text files as numbers. Field orders: proc(5), Documentation/admin-guide/iostats.rst. */

/** Ticks of all processors since the start, by mode. */
export type CpuTicks = Record<(typeof cpuModes)[number], number>;
export const cpuModes = ["user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"] as const;

export function parseStat(text: string): { cpu: CpuTicks; cpuCount: number; processesCreated: number } {
  const lines = text.split("\n");
  const fields = (lines[0] ?? "").split(/\s+/).slice(1).map(Number);
  const cpu = Object.fromEntries(cpuModes.map((mode, i) => [mode, fields[i] ?? 0])) as CpuTicks;
  const cpuCount = lines.filter((line) => /^cpu\d/.test(line)).length;
  const created = lines.find((line) => line.startsWith("processes "));
  return { cpu, cpuCount, processesCreated: Number(created?.split(" ")[1] ?? 0) };
}

/** Share of each mode between two readings, and of everything that is work. Null while no time has passed. */
export function cpuShares(before: CpuTicks, after: CpuTicks): { modes: CpuTicks; busy: number } | null {
  const spent = cpuModes.map((mode) => Math.max(0, after[mode] - before[mode]));
  const total = spent.reduce((sum, ticks) => sum + ticks, 0);
  if (total === 0) return null;
  const modes = Object.fromEntries(cpuModes.map((mode, i) => [mode, (spent[i] ?? 0) / total])) as CpuTicks;
  return { modes, busy: Math.max(0, 1 - modes.idle - modes.iowait) };
}

/** `/proc/meminfo` in bytes. */
export function parseMeminfo(text: string): Map<string, number> {
  const entries = text.split("\n").flatMap((line) => {
    const match = /^(\w+):\s+(\d+)/.exec(line);
    return match?.[1] ? [[match[1], Number(match[2]) * 1024] as const] : [];
  });
  return new Map(entries);
}

export type DiskCounts = {
  device: string;
  readBytes: number;
  writeBytes: number;
  reads: number;
  writes: number;
  busySeconds: number;
};

const sectorBytes = 512;

/** Whole disks that have ever done something; `whole` is the list of `/sys/block`. */
export function parseDiskstats(text: string, whole: ReadonlySet<string>): DiskCounts[] {
  return text.split("\n").flatMap((line) => {
    const [, , device, reads, , readSectors, , writes, , writeSectors, , , busyMs] = line.trim().split(/\s+/);
    if (!device || !whole.has(device) || /^(loop|ram|zram|sr|fd)\d/.test(device)) return [];
    if (Number(reads) + Number(writes) === 0) return [];
    return [
      {
        device,
        readBytes: Number(readSectors) * sectorBytes,
        writeBytes: Number(writeSectors) * sectorBytes,
        reads: Number(reads),
        writes: Number(writes),
        busySeconds: Number(busyMs) / 1_000,
      },
    ];
  });
}

export type LinkCounts = { name: string; received: Traffic; sent: Traffic };
export type Traffic = { bytes: number; errors: number; dropped: number };

/** Interfaces that have ever carried something, without loopback and containers' cable ends. */
export function parseNetDev(text: string): LinkCounts[] {
  return text.split("\n").flatMap((line) => {
    const [name, rest] = line.trim().split(/:\s*/);
    if (!name || !rest || name === "lo" || name.startsWith("veth")) return [];
    const n = rest.split(/\s+/).map(Number);
    const received = { bytes: n[0] ?? 0, errors: n[2] ?? 0, dropped: n[3] ?? 0 };
    const sent = { bytes: n[8] ?? 0, errors: n[10] ?? 0, dropped: n[11] ?? 0 };
    return received.bytes + sent.bytes === 0 ? [] : [{ name, received, sent }];
  });
}

export type Mount = { device: string; path: string; type: string };

/** Local, writable kinds only: asking a network file system whose server is gone never returns. */
const diskTypes = new Set([
  "ext2",
  "ext3",
  "ext4",
  "xfs",
  "btrfs",
  "zfs",
  "f2fs",
  "jfs",
  "reiserfs",
  "bcachefs",
  "vfat",
]);

/** One mount per device (the shortest path): bind mounts would show the same disk many times. */
export function parseMounts(text: string): Mount[] {
  const byDevice = new Map<string, Mount>();
  for (const line of text.split("\n")) {
    const [device, rawPath, type, options] = line.split(" ");
    if (!device || !rawPath || !type || options?.split(",").includes("ro")) continue;
    const path = rawPath.replace(/\\040/g, " ");
    const isRootOverlay = type === "overlay" && path === "/";
    if (!diskTypes.has(type) && !isRootOverlay) continue;
    const known = byDevice.get(device);
    if (!known || path.length < known.path.length) byDevice.set(device, { device, path, type });
  }
  return [...byDevice.values()];
}
