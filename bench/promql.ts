/**
 * PromQL `sum by (mode) (rate(x[5m]))` in 200 steps: Triops on embedded ClickHouse, Prometheus on the same samples, in turns.
 * `--series 2000 --hours 6 --turns 5`; the figure of record is taken with 10,000 series.
 */
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startStores } from "@triops/embedded/stores";
import { createLogger } from "@triops/kernel/logger";
import { createTelemetry } from "@triops/telemetry/client/telemetry";
import { migrateTelemetry } from "@triops/telemetry/migrate";
import { createClickHouseStorage } from "@triops/telemetry/promql/clickhouse/storage";
import { rangeQuery } from "@triops/telemetry/promql/engine";
import { z } from "zod";
import { cpuSecondsOf } from "./prometheus/cpu-seconds.ts";
import { startPrometheus } from "./prometheus/prometheus.ts";
import { loadPrometheus, loadTriops, metric } from "./promql/data.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: {
    series: { type: "string", default: "2000" },
    hours: { type: "string", default: "6" },
    turns: { type: "string", default: "5" },
  },
});
const everyMs = 15_000;
const hours = Number(values.hours);
const load = {
  series: Number(values.series),
  samples: Math.floor((hours * 3_600_000) / everyMs),
  firstMs: Math.floor(Date.now() / everyMs - (hours * 3_600_000) / everyMs) * everyMs,
  everyMs,
};
const stepMs = Math.floor((hours * 3_600_000) / 200);
const question = {
  query: `sum by (mode) (rate(${metric}[5m]))`,
  // Off the samples' own times: Prometheus 2 counts a sample at the very beginning of a window, Prometheus 3 does not.
  startMs: load.firstMs + 7_001,
  endMs: load.firstMs + 7_001 + 199 * stepMs,
  stepMs,
};

/** By mode: the value of each step. */
type Answer = Map<string, number[]>;

const matrix = z.object({
  data: z.object({
    result: z.array(
      z.object({
        metric: z.record(z.string(), z.string()),
        values: z.array(z.tuple([z.number(), z.string()])),
      }),
    ),
  }),
});

async function askPrometheus(url: string): Promise<Answer> {
  const parameters = new URLSearchParams({
    query: question.query,
    start: String(question.startMs / 1_000),
    end: String(question.endMs / 1_000),
    step: String(stepMs / 1_000),
  });
  const { data } = matrix.parse(await (await fetch(`${url}/api/v1/query_range?${parameters}`)).json());
  return new Map(
    data.result.map((each) => [each.metric.mode ?? "", each.values.map(([, value]) => Number(value))]),
  );
}

function compare(ours: Answer, theirs: Answer): void {
  for (const [mode, expected] of theirs) {
    const got = ours.get(mode) ?? [];
    const same =
      expected.length === got.length && expected.every((v, i) => Math.abs(v - (got[i] ?? 0)) <= 1e-9 * v);
    if (!same) throw new Error(`The answers for mode ${mode} differ`);
  }
  if (ours.size !== theirs.size) throw new Error("The answers have different series");
}

const median = (numbers: number[]) =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;

const dataDir = mkdtempSync(join(tmpdir(), "triops-bench-promql-"));
// Postgres and Redis take no part: addresses that nobody asks keep them from being started.
const existing = { databaseUrl: "postgres://unused", redisUrl: "redis://unused" };
const stores = await startStores({ dataDir, existing });
const telemetry = createTelemetry({ url: stores.clickhouseUrl, log: createLogger("bench", "error") });
const prometheus = await startPrometheus();
try {
  await migrateTelemetry(telemetry);
  const workspaceId = randomUUID();
  await loadTriops(telemetry, workspaceId, load);
  // As it would be some minutes later; or merging would be counted as answering.
  await telemetry.command({ name: "bench", sql: "OPTIMIZE TABLE metric_samples FINAL", timeoutSeconds: 300 });
  if (prometheus) await loadPrometheus(prometheus.url, load);
  const storage = createClickHouseStorage(telemetry, workspaceId);
  const askTriops = async (): Promise<Answer> => {
    const result = await rangeQuery(storage, question);
    if (!("series" in result)) throw new Error("A range query answers with series");
    return new Map(result.series.map(({ labels, values: each }) => [labels[0]?.[1] ?? "", [...each]]));
  };
  const ours: number[] = [];
  const theirs: number[] = [];
  const oursCpu: number[] = [];
  const theirsCpu: number[] = [];
  // Prometheus is a child of this process, as ClickHouse is.
  const cpuMs = () => {
    const peer = (prometheus && cpuSecondsOf(prometheus.pid)) ?? 0;
    return { own: ((cpuSecondsOf(process.pid) ?? Number.NaN) - peer) * 1_000, peer: peer * 1_000 };
  };
  for (let turn = 0; turn <= Number(values.turns); turn++) {
    const before = cpuMs();
    const started = performance.now();
    const answer = await askTriops();
    const between = performance.now();
    const middle = cpuMs();
    if (prometheus) compare(answer, await askPrometheus(prometheus.url));
    // The first turn only warms both up.
    if (turn === 0) continue;
    ours.push(between - started);
    theirs.push(performance.now() - between);
    oursCpu.push(middle.own - before.own);
    theirsCpu.push(cpuMs().peer - middle.peer);
  }
  report(
    "promql",
    [
      {
        name: `promql sum(rate) over ${load.series} series, ${hours} h, 200 steps`,
        value: median(ours),
        unit: "ms",
        ...(prometheus
          ? { peer: { name: "Prometheus", value: median(theirs), note: prometheus.version } }
          : {}),
      },
      {
        name: "promql processor time of one such query",
        value: median(oursCpu),
        unit: "ms",
        ...(prometheus ? { peer: { name: "Prometheus", value: median(theirsCpu) } } : {}),
      },
    ],
    {
      series: load.series,
      samples: load.series * load.samples,
      oursMs: ours,
      theirsMs: prometheus ? theirs : [],
    },
  );
  if (!prometheus) console.log("Prometheus is not installed here: Triops's own figure only");
} finally {
  await prometheus?.close();
  await telemetry.close();
  await stores.stop();
  rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
}
