import { statfs } from "node:fs/promises";
import { cpus, freemem, totalmem, uptime } from "node:os";
import { loads } from "./linux.ts";
import type { HostReading } from "./metrics.ts";
import { type CpuTicks, cpuShares } from "./parse.ts";

/** Systeminformation starts programs to learn this, so it is asked less often. */
const slowEveryMs = 60_000;

/** Systems without `/proc`, as macOS: Node's own figures, and `systeminformation` for what Node does not know. */
export function createPortableCollector(): () => Promise<HostReading[]> {
  let ticks: CpuTicks | null = null;
  let slow: HostReading[] = [];
  let slowAtMs = Number.NEGATIVE_INFINITY;

  return async () => {
    const nowMs = performance.now();
    if (nowMs - slowAtMs > slowEveryMs) {
      slowAtMs = nowMs;
      slow = await slowReadings();
    }
    const now = cpuTicks();
    const shares = ticks && cpuShares(ticks, now);
    ticks = now;
    const total = totalmem();
    const used = total - freemem();
    const state = { "system.memory.state": "used" };
    const readings: HostReading[] = [
      ...slow,
      ...loads(),
      { metric: "system.cpu.logical.count", value: cpus().length },
      { metric: "system.uptime", value: uptime() },
      { metric: "system.memory.limit", value: total },
      { metric: "system.memory.usage", value: used, attributes: state },
      { metric: "system.memory.utilization", value: used / total, attributes: state },
      ...(await rootSpace()),
    ];
    if (shares) readings.push({ metric: "system.cpu.busy", value: shares.busy });
    for (const mode of shares ? (["user", "system", "idle", "nice", "irq"] as const) : []) {
      const value = shares?.modes[mode] ?? 0;
      readings.push({ metric: "system.cpu.utilization", value, attributes: { "cpu.mode": mode } });
    }
    return readings;
  };
}

function cpuTicks(): CpuTicks {
  const sum: CpuTicks = { user: 0, nice: 0, system: 0, idle: 0, iowait: 0, irq: 0, softirq: 0, steal: 0 };
  for (const { times } of cpus()) {
    sum.user += times.user;
    sum.nice += times.nice;
    sum.system += times.sys;
    sum.idle += times.idle;
    sum.irq += times.irq;
  }
  return sum;
}

async function rootSpace(): Promise<HostReading[]> {
  const space = await statfs("/").catch(() => null);
  if (!space || space.blocks === 0) return [];
  const used = (space.blocks - space.bfree) * space.bsize;
  const free = space.bavail * space.bsize;
  const mount = { "system.filesystem.mountpoint": "/" };
  return [
    {
      metric: "system.filesystem.usage",
      value: used,
      attributes: { ...mount, "system.filesystem.state": "used" },
    },
    {
      metric: "system.filesystem.usage",
      value: free,
      attributes: { ...mount, "system.filesystem.state": "free" },
    },
    { metric: "system.filesystem.utilization", value: used / Math.max(1, used + free), attributes: mount },
  ];
}

async function slowReadings(): Promise<HostReading[]> {
  const { networkStats, processes } = await import("systeminformation");
  const [links, all] = await Promise.all([networkStats().catch(() => []), processes().catch(() => null)]);
  const readings: HostReading[] = all ? [{ metric: "system.process.count", value: all.all }] : [];
  for (const link of links) {
    const name = { "network.interface.name": link.iface };
    const received = { ...name, "network.io.direction": "receive" };
    const sent = { ...name, "network.io.direction": "transmit" };
    readings.push(
      { metric: "system.network.io", value: link.rx_bytes, attributes: received },
      { metric: "system.network.io", value: link.tx_bytes, attributes: sent },
    );
  }
  return readings;
}
