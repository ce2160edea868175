import type { Catalogue, Reading } from "../reading.ts";

/** Names of OpenTelemetry's semantic conventions for hosts; load as its collector names it. */
export const hostMetrics = {
  "system.cpu.utilization": {
    kind: "gauge",
    unit: "1",
    description: "Share of all processors' time by mode",
  },
  "system.cpu.busy": { kind: "gauge", unit: "1", description: "Share of all processors' time spent working" },
  "system.cpu.logical.count": { kind: "gauge", unit: "{cpu}", description: "Logical processors" },
  "system.cpu.load_average.1m": { kind: "gauge", unit: "{thread}", description: "Load over one minute" },
  "system.cpu.load_average.5m": { kind: "gauge", unit: "{thread}", description: "Load over five minutes" },
  "system.cpu.load_average.15m": {
    kind: "gauge",
    unit: "{thread}",
    description: "Load over fifteen minutes",
  },
  "system.memory.limit": { kind: "gauge", unit: "By", description: "Memory of the machine" },
  "system.memory.usage": { kind: "gauge", unit: "By", description: "Memory by state" },
  "system.memory.utilization": { kind: "gauge", unit: "1", description: "Share of memory by state" },
  "system.paging.usage": { kind: "gauge", unit: "By", description: "Swap by state" },
  "system.paging.utilization": { kind: "gauge", unit: "1", description: "Share of swap by state" },
  "system.filesystem.usage": { kind: "gauge", unit: "By", description: "File system space by state" },
  "system.filesystem.utilization": { kind: "gauge", unit: "1", description: "Share of a file system in use" },
  "system.disk.io": { kind: "counter", unit: "By", description: "Bytes read and written per device" },
  "system.disk.operations": {
    kind: "counter",
    unit: "{operation}",
    description: "Reads and writes per device",
  },
  "system.disk.io_time": { kind: "counter", unit: "s", description: "Time a device was busy" },
  "system.network.io": { kind: "counter", unit: "By", description: "Bytes received and sent per interface" },
  "system.network.errors": { kind: "counter", unit: "{error}", description: "Errors per interface" },
  "system.network.packet.dropped": { kind: "counter", unit: "{packet}", description: "Drops per interface" },
  "system.process.count": { kind: "gauge", unit: "{process}", description: "Processes on the machine" },
  "system.process.created": { kind: "counter", unit: "{process}", description: "Processes ever started" },
  "system.uptime": { kind: "gauge", unit: "s", description: "Time since the machine started" },
} as const satisfies Catalogue;

export type HostReading = Reading<keyof typeof hostMetrics>;
