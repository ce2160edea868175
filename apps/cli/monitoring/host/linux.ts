import { readdirSync, readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { loadavg, uptime } from "node:os";
import type { HostReading } from "./metrics.ts";
import {
  type CpuTicks,
  cpuModes,
  cpuShares,
  type Mount,
  parseDiskstats,
  parseMeminfo,
  parseMounts,
  parseNetDev,
  parseStat,
} from "./parse.ts";

/** Disks and mounts change rarely. */
const layoutEveryMs = 60_000;

/**
 * Reads the kernel's own files: about a millisecond, no process started. Synchronously, since they come from memory
 * and the detour over Node's threads costs several times the read itself.
 */
export function createLinuxCollector(): () => Promise<HostReading[]> {
  let ticks: CpuTicks | null = null;
  let layout: { disks: ReadonlySet<string>; mounts: Mount[] } = { disks: new Set(), mounts: [] };
  let layoutAtMs = Number.NEGATIVE_INFINITY;

  return async () => {
    const nowMs = performance.now();
    if (nowMs - layoutAtMs > layoutEveryMs) {
      layoutAtMs = nowMs;
      layout = { disks: new Set(list("/sys/block")), mounts: parseMounts(text("/proc/mounts")) };
    }
    const stat = parseStat(text("/proc/stat"));
    const readings: HostReading[] = [
      { metric: "system.cpu.logical.count", value: stat.cpuCount },
      { metric: "system.process.created", value: stat.processesCreated },
      { metric: "system.process.count", value: list("/proc").filter((name) => /^\d+$/.test(name)).length },
      { metric: "system.uptime", value: uptime() },
      ...loads(),
      ...memory(parseMeminfo(text("/proc/meminfo"))),
      ...disks(text("/proc/diskstats"), layout.disks),
      ...links(text("/proc/net/dev")),
      ...(await fileSystems(layout.mounts)),
    ];
    const shares = ticks && cpuShares(ticks, stat.cpu);
    ticks = stat.cpu;
    if (shares) {
      readings.push({ metric: "system.cpu.busy", value: shares.busy });
      for (const mode of cpuModes) {
        const attributes = { "cpu.mode": mode };
        readings.push({ metric: "system.cpu.utilization", value: shares.modes[mode], attributes });
      }
    }
    return readings;
  };
}

/** Empty when this kernel or container does not show it. */
function text(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function list(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}

export function loads(): HostReading[] {
  const [one = 0, five = 0, fifteen = 0] = loadavg();
  return [
    { metric: "system.cpu.load_average.1m", value: one },
    { metric: "system.cpu.load_average.5m", value: five },
    { metric: "system.cpu.load_average.15m", value: fifteen },
  ];
}

function memory(info: ReadonlyMap<string, number>): HostReading[] {
  const of = (name: string) => info.get(name) ?? 0;
  const total = of("MemTotal");
  // Used is what programs could not get back: caches that the kernel gives up on demand do not count.
  const states = {
    used: Math.max(0, total - of("MemAvailable")),
    free: of("MemFree"),
    buffers: of("Buffers"),
    cached: of("Cached") + of("SReclaimable"),
  };
  const swapTotal = of("SwapTotal");
  const swap = { used: swapTotal - of("SwapFree"), free: of("SwapFree") };
  return [
    { metric: "system.memory.limit", value: total },
    ...Object.entries(states).flatMap(([state, value]) =>
      shareAndSize("system.memory", { "system.memory.state": state }, value, total),
    ),
    ...Object.entries(swapTotal > 0 ? swap : {}).flatMap(([state, value]) =>
      shareAndSize("system.paging", { "system.paging.state": state }, value, swapTotal),
    ),
  ];
}

function shareAndSize(
  family: "system.memory" | "system.paging",
  attributes: Record<string, string>,
  value: number,
  total: number,
): HostReading[] {
  return [
    { metric: `${family}.usage`, value, attributes },
    { metric: `${family}.utilization`, value: value / Math.max(1, total), attributes },
  ];
}

function disks(text: string, whole: ReadonlySet<string>): HostReading[] {
  return parseDiskstats(text, whole).flatMap((disk) => {
    const device = { "system.device": disk.device };
    const read = { ...device, "disk.io.direction": "read" };
    const write = { ...device, "disk.io.direction": "write" };
    return [
      { metric: "system.disk.io", value: disk.readBytes, attributes: read },
      { metric: "system.disk.io", value: disk.writeBytes, attributes: write },
      { metric: "system.disk.operations", value: disk.reads, attributes: read },
      { metric: "system.disk.operations", value: disk.writes, attributes: write },
      { metric: "system.disk.io_time", value: disk.busySeconds, attributes: device },
    ] satisfies HostReading[];
  });
}

function links(text: string): HostReading[] {
  return parseNetDev(text).flatMap(({ name, received, sent }) =>
    (
      [
        ["receive", received],
        ["transmit", sent],
      ] as const
    ).flatMap(([direction, traffic]): HostReading[] => {
      const attributes = { "network.interface.name": name, "network.io.direction": direction };
      return [
        { metric: "system.network.io", value: traffic.bytes, attributes },
        { metric: "system.network.errors", value: traffic.errors, attributes },
        { metric: "system.network.packet.dropped", value: traffic.dropped, attributes },
      ];
    }),
  );
}

async function fileSystems(mounts: readonly Mount[]): Promise<HostReading[]> {
  const readings = await Promise.all(mounts.map(fileSystem));
  return readings.flat();
}

async function fileSystem({ device, path, type }: Mount): Promise<HostReading[]> {
  const space = await statfs(path).catch(() => null);
  if (!space || space.blocks === 0) return [];
  const used = (space.blocks - space.bfree) * space.bsize;
  const free = space.bavail * space.bsize;
  const reserved = (space.bfree - space.bavail) * space.bsize;
  const mount = {
    "system.device": device,
    "system.filesystem.mountpoint": path,
    "system.filesystem.type": type,
  };
  return [
    ...Object.entries({ used, free, reserved }).map(
      ([state, value]): HostReading => ({
        metric: "system.filesystem.usage",
        value,
        attributes: { ...mount, "system.filesystem.state": state },
      }),
    ),
    // As `df` counts: what the superuser keeps in reserve is not free for anybody else.
    { metric: "system.filesystem.utilization", value: used / Math.max(1, used + free), attributes: mount },
  ];
}
