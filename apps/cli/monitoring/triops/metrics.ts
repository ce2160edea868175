import type { Catalogue, Reading } from "../reading.ts";

/** What Triops tells of itself. `process.*` and `nodejs.*` are semantic conventions; `triops.process` names the part. */
export const triopsMetrics = {
  "process.memory.usage": {
    kind: "gauge",
    unit: "By",
    description: "Resident memory, shared pages counted once",
  },
  "process.cpu.utilization": {
    kind: "gauge",
    unit: "1",
    description: "Processors kept busy (1 is one whole core)",
  },
  "process.count": { kind: "gauge", unit: "{process}", description: "Operating system processes of a part" },
  "process.uptime": { kind: "gauge", unit: "s", description: "Time since a part started" },
  "nodejs.eventloop.delay.mean": { kind: "gauge", unit: "s", description: "How late timers ran, on average" },
  "nodejs.eventloop.delay.max": { kind: "gauge", unit: "s", description: "How late timers ran, at worst" },
  "nodejs.eventloop.utilization": {
    kind: "gauge",
    unit: "1",
    description: "Share of time spent on JavaScript",
  },
  "triops.up": { kind: "gauge", unit: "1", description: "1 while a part answers that it is well, else 0" },
  "triops.health.duration": {
    kind: "gauge",
    unit: "s",
    description: "Time a part took to answer for its health",
  },
  "triops.jobs.waiting": { kind: "gauge", unit: "{job}", description: "Jobs ready to run, per queue" },
  "triops.jobs.active": { kind: "gauge", unit: "{job}", description: "Jobs running, per queue" },
  "triops.jobs.delayed": {
    kind: "gauge",
    unit: "{job}",
    description: "Jobs scheduled or backing off, per queue",
  },
  "triops.jobs.failed": { kind: "gauge", unit: "{job}", description: "Dead jobs kept, per queue" },
  "triops.jobs.failed.total": { kind: "gauge", unit: "{job}", description: "Dead jobs kept, all queues" },
  "triops.jobs.oldest_waiting": {
    kind: "gauge",
    unit: "s",
    description: "Age of the oldest waiting job, per queue",
  },
  "triops.jobs.lag": { kind: "gauge", unit: "s", description: "Age of the oldest waiting job of all queues" },
  "triops.jobs.completed": { kind: "counter", unit: "{job}", description: "Jobs completed, per queue" },
  "triops.jobs.failed_runs": {
    kind: "counter",
    unit: "{job}",
    description: "Attempts that failed, per queue",
  },
  "triops.ingest.accepted": {
    kind: "counter",
    unit: "{item}",
    description: "Data points and spans taken, per signal",
  },
  "triops.ingest.rejected": { kind: "counter", unit: "{item}", description: "Data points and spans refused" },
  "triops.ingest.requests": { kind: "counter", unit: "{request}", description: "Ingest requests by status" },
  "triops.ingest.series": {
    kind: "gauge",
    unit: "{series}",
    description: "Series the gateway has seen lately",
  },
  "triops.ingest.lag": {
    kind: "gauge",
    unit: "s",
    description: "How long nothing could be stored; 0 while it can",
  },
  "triops.ingest.pending": { kind: "gauge", unit: "{row}", description: "Rows that wait to be stored" },
  "triops.store.size": { kind: "gauge", unit: "By", description: "Space that a store's data takes" },
  "triops.store.connections": {
    kind: "gauge",
    unit: "{connection}",
    description: "Connections open to a store",
  },
  "triops.store.journal.size": {
    kind: "gauge",
    unit: "By",
    description: "Rows acknowledged by the embedded ClickHouse's journal and not yet in its tables",
  },
  "triops.store.journal.lag": { kind: "gauge", unit: "s", description: "Age of the oldest of them" },
  "triops.store.journal.quarantined": {
    kind: "gauge",
    unit: "{batch}",
    description: "Acknowledged batches that the engine refused and that were put aside",
  },
  "triops.store.up": { kind: "gauge", unit: "1", description: "1 while a store answers, else 0" },
} as const satisfies Catalogue;

export type TriopsReading = Reading<keyof typeof triopsMetrics>;
