/**
 * Ten thousand series watched for anomalies each minute: what share of a core that takes, stores included.
 *
 * `pnpm bench monitors [-- --series 10000 --minutes 10 --every 15]`: stores of its own in a temporary folder, history
 * to learn from, then minute after minute of fresh samples (one each `every` seconds), each evaluated as the worker
 * does. Counted is the processor time of this process and of ClickHouse and Postgres while evaluating, not while the
 * samples are written.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { parseArgs } from "node:util";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { applyMigrations } from "@triops/database/migrate";
import { createRuntime } from "@triops/domains/boot";
import { create } from "@triops/domains/monitors/create";
import { evaluateMonitors } from "@triops/domains/monitors/evaluate";
import { newEvaluator } from "@triops/domains/monitors/evaluator";
import { storeAll } from "@triops/domains/monitors/keep";
import { startStores } from "@triops/embedded/stores";
import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { createLogger } from "@triops/kernel/logger";
import { migrateTelemetry } from "@triops/telemetry/migrate";
import { report } from "./report.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: {
    series: { type: "string", default: "10000" },
    minutes: { type: "string", default: "10" },
    every: { type: "string", default: "15" },
    history: { type: "string", default: "150" },
  },
});
const series = Number(values.series);
const minutes = Number(values.minutes);
const everySeconds = Number(values.every);
const historyMinutes = Number(values.history);
const minuteMs = 60_000;

const folder = mkdtempSync(join(tmpdir(), "triops-bench-"));
const stores = await startStores({ dataDir: folder });
const log = createLogger("bench", "warn");
const { runtime, close } = createRuntime(
  {
    DATABASE_URL: stores.databaseUrl,
    CLICKHOUSE_URL: stores.clickhouseUrl,
    REDIS_URL: stores.redisUrl,
    OBJECT_STORE_URL: folder,
    TRIOPS_SECRET_KEY: "a key for a bench, long enough for it",
    TRIOPS_WEB_URL: "http://127.0.0.1:1",
    TRIOPS_GATEWAY_URL: "http://127.0.0.1:1",
    LOG_LEVEL: "warn",
    MAIL_FROM: "bench@localhost",
  },
  log,
);

try {
  await applyMigrations(stores.databaseUrl);
  await migrateTelemetry(runtime.telemetry);
  const workspaceId = newId();
  await runtime.database.workspace.create({ data: { id: workspaceId, slug: "bench", name: "Bench" } });
  const startMs = Math.floor(Date.now() / minuteMs) * minuteMs - minutes * minuteMs;
  await announce(workspaceId, startMs);
  await write(workspaceId, startMs - historyMinutes * minuteMs, startMs);
  const at = (ms: number) => new Date(ms);
  const caller = (ms: number) => ({
    runtime,
    context: systemContext(workspaceId, "bench", at(ms), newId()),
  });
  const monitor = await create.call(caller(startMs), {
    name: "Unusual",
    signal: { metric: "bench_metric" },
    condition: { kind: "anomaly" },
  });

  const before = keptMemory();
  const evaluator = newEvaluator();
  const evaluate = (ms: number) =>
    evaluateMonitors(runtime, evaluator, { now: at(ms), signal: new AbortController().signal, log });
  const learning = await measure(async () => {
    // Learning takes turns with judging: a run stops after 20 s, the next goes on.
    for (let run = 0; run < 20 && (evaluator.hot.get(monitor.id)?.judgedTo ?? 0) === 0; run++) {
      await evaluate(startMs + 10_000 + run);
    }
  });

  const shares: number[] = [];
  const ownShares: number[] = [];
  const blockedMs: number[] = [];
  let points = 0;
  let findings = 0;
  for (let minute = 1; minute <= minutes; minute++) {
    const fromMs = startMs + (minute - 1) * minuteMs;
    await write(workspaceId, fromMs, fromMs + minuteMs, minute === minutes);
    // Four runs a minute, as many as the schedule's that find something due or not.
    const measured = await measure(async () => {
      let result = await evaluate(fromMs + minuteMs + 10_000);
      points += result.points;
      findings += result.findings;
      for (const later of [25_000, 40_000, 55_000]) result = await evaluate(fromMs + minuteMs + later);
    });
    shares.push((measured.own + measured.stores) / 60);
    ownShares.push(measured.own / 60);
    blockedMs.push(measured.blockedMs);
  }
  const { heapUsed, arrayBuffers } = keptMemory();
  const storing = await measure(() => storeAll(runtime, evaluator, at(startMs + (minutes + 1) * minuteMs)));
  const restarted = newEvaluator();
  const again = await measure(() =>
    evaluateMonitors(runtime, restarted, {
      now: at(startMs + (minutes + 1) * minuteMs + 30_000),
      signal: new AbortController().signal,
      log,
    }),
  );
  const row = await runtime.database.monitor.findUniqueOrThrow({ where: { id: monitor.id } });
  // Memory of large monitors is stored each half hour.
  const storedShare = (storing.own + storing.stores) / 1_800;
  report(
    "monitors",
    [
      {
        name: `${series} series watched for anomalies each minute, all processes`,
        value: (median(shares) + storedShare) * 100,
        unit: "% of a core",
        peer: { name: "Netdata", value: 3.5, note: "published, at one second" },
      },
      {
        name: "of which in the worker",
        value: (median(ownShares) + storing.own / 1_800) * 100,
        unit: "% of a core",
      },
      { name: "longest stretch without reacting", value: Math.max(...blockedMs), unit: "ms" },
      { name: "baselines stored", value: storing.own + storing.stores, unit: "s of processor time" },
      { name: "baselines read back after a restart", value: again.wallMs / 1_000, unit: "s" },
      {
        name: "memory per series, heap and baselines",
        value: Math.max(0, heapUsed + arrayBuffers - before.heapUsed - before.arrayBuffers) / series / 1_024,
        unit: "KB",
        peer: { name: "Netdata", value: 18, note: "published" },
      },
    ],
    {
      series,
      minutes,
      everySeconds,
      historyMinutes,
      pointsRead: points,
      findings,
      learningSeconds: learning.wallMs / 1_000,
      learningProcessorSeconds: learning.own + learning.stores,
      rssMb: process.memoryUsage.rss() / 2 ** 20,
      watched: row.seriesCount,
      error: row.evaluationError,
      shares,
      ownShares,
      blockedMs,
    },
  );
} finally {
  await close();
  await stores.stop();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function announce(workspaceId: string, atMs: number): Promise<void> {
  await runtime.telemetry.command({
    name: "bench",
    sql: `INSERT INTO metric_series
          SELECT {workspace:UUID}, 'bench_metric', number + 1, 'bench_metric', 'gauge', '', '', '', 'bench',
            map('host_name', concat('host-', toString(number % 500)), 'part', toString(number), 'service_name', 'bench'),
            toDateTime({at:UInt32}) - 86400, toDateTime({at:UInt32}) + 86400, 30
          FROM numbers({series:UInt64})`,
    params: { workspace: workspaceId, at: Math.floor(atMs / 1_000), series },
  });
}

/** A wave with noise per series, one sample each `everySeconds`; with `leap` one series in a thousand leaps. */
async function write(workspaceId: string, fromMs: number, toMs: number, leap = false): Promise<void> {
  const stretchMs = 30 * minuteMs;
  for (let start = fromMs; start < toMs; start += stretchMs) {
    const steps = Math.floor((Math.min(toMs, start + stretchMs) - start) / (everySeconds * 1_000));
    await runtime.telemetry.command({
      name: "bench",
      sql: `INSERT INTO metric_samples
            SELECT {workspace:UUID}, 'bench_metric', number % {series:UInt64} + 1,
              fromUnixTimestamp64Milli({from:Int64} + toInt64(intDiv(number, {series:UInt64})) * {every:Int64}, 'UTC') AS t,
              50 + 10 * sin(toUnixTimestamp(t) / 13751. + number % 97) + (rand(number) % 1000) / 500.
                + if(number % 1000 = 7, {leap:Float64}, 0), 30
            FROM numbers({rows:UInt64})`,
      params: {
        workspace: workspaceId,
        series,
        from: start,
        every: everySeconds * 1_000,
        rows: series * steps,
        leap: leap ? 60 : 0,
      },
      timeoutSeconds: 120,
    });
  }
}

/** What is left after collecting garbage. */
function keptMemory(): NodeJS.MemoryUsage {
  setFlagsFromString("--expose_gc");
  (runInNewContext("gc") as () => void)();
  return process.memoryUsage();
}

type Measured = { own: number; stores: number; wallMs: number; blockedMs: number };

/** Processor seconds of this process and of the stores, and how long the event loop stood still at worst. */
async function measure(work: () => Promise<unknown>): Promise<Measured> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  const storesBefore = storeSeconds();
  const before = process.cpuUsage();
  const startedMs = performance.now();
  delay.enable();
  await work();
  delay.disable();
  const own = process.cpuUsage(before);
  return {
    own: (own.user + own.system) / 1e6,
    stores: storeSeconds() - storesBefore,
    wallMs: performance.now() - startedMs,
    blockedMs: Math.max(0, delay.max / 1e6 - 5),
  };
}

/** Of all processes below the ones that we started; hundredths of a second, as Linux counts. */
function storeSeconds(): number {
  const roots = new Set(stores.processes.map((one) => one.pid));
  const children = new Map<number, number[]>();
  const ticks = new Map<number, number>();
  for (const [pid, parent, spent] of processTable()) {
    children.set(parent, [...(children.get(parent) ?? []), pid]);
    ticks.set(pid, spent);
  }
  const sum = (pid: number): number =>
    (ticks.get(pid) ?? 0) + (children.get(pid) ?? []).reduce((total, child) => total + sum(child), 0);
  return [...roots].reduce<number>((total, pid) => total + (pid === undefined ? 0 : sum(pid)), 0) / 100;
}

/** Process, parent, and ticks spent by it and by its children that have ended (so that none gets lost). */
function processTable(): [pid: number, parent: number, ticks: number][] {
  return readdirSync("/proc").flatMap((name): [number, number, number][] => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const text = readFileSync(`/proc/${name}/stat`, "utf8");
      const rest = text.slice(text.lastIndexOf(")") + 2).split(" ");
      const ticks = [11, 12, 13, 14].reduce((sum, field) => sum + Number(rest[field]), 0);
      return [[Number(name), Number(rest[1]), ticks]];
    } catch {
      return []; // ended meanwhile
    }
  });
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
