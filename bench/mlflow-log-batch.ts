/**
 * Logging batches over MLflow's API: how many a second and how long each takes, against MLflow's own server (≥ 3×).
 * `--seconds 15`, `--clients 4`, `--python PATH`, `--data DIR` (a running Triops), `--alone` (no peer).
 */
import { parseArgs } from "node:util";
import { startPeer } from "./mlflow/peer.ts";
import { pythonWithMlflow } from "./mlflow/python.ts";
import { callApi, newExperiment, quantile, type Server } from "./mlflow/requests.ts";
import { openTarget } from "./mlflow/target.ts";
import { type Figure, report } from "./report.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: {
    seconds: { type: "string", default: "15" },
    clients: { type: "string", default: "4" },
    python: { type: "string" },
    data: { type: "string" },
    alone: { type: "boolean", default: false },
  },
});

/** A training loop's step: some metrics, each client in a run of its own. */
const metricsPerBatch = 20;

type Outcome = { timesMs: number[]; seconds: number };

async function load(server: Server): Promise<Outcome> {
  const experiment_id = await newExperiment(server, `bench ${Date.now()}`);
  const timesMs: number[] = [];
  const client = async (untilMs: number, times: number[]) => {
    const { run } = await callApi<{ run: { info: { run_id: string } } }>(server, "POST", "runs/create", {
      experiment_id,
      user_id: "bench",
      start_time: Date.now(),
    });
    const { run_id } = run.info;
    for (let step = 0; performance.now() < untilMs; step++) {
      const metrics = Array.from({ length: metricsPerBatch }, (_, at) => ({
        key: `metric_${at}`,
        value: Math.sin(step + at),
        timestamp: Date.now(),
        step,
      }));
      const from = performance.now();
      await callApi(server, "POST", "runs/log-batch", {
        run_id,
        run_uuid: run_id,
        metrics,
        params: [],
        tags: [],
      });
      times.push(performance.now() - from);
    }
  };
  const all = (milliseconds: number, times: number[]) => {
    const untilMs = performance.now() + milliseconds;
    return Promise.all(Array.from({ length: Number(values.clients) }, () => client(untilMs, times)));
  };
  await all(2_000, []);
  const from = performance.now();
  await all(Number(values.seconds) * 1_000, timesMs);
  return { timesMs, seconds: (performance.now() - from) / 1_000 };
}

const target = await openTarget(values.data);
const ours = await load({ url: target.webUrl, key: target.apiKey }).finally(() => target.close());
let theirs: Outcome | null = null;
if (!values.alone) {
  const peer = await startPeer(pythonWithMlflow(values.python));
  theirs = await load(peer).finally(() => peer.stop());
}

const rate = ({ timesMs, seconds }: Outcome) => timesMs.length / seconds;
const figure = (name: string, unit: string, of: (outcome: Outcome) => number): Figure => ({
  name,
  unit,
  value: of(ours),
  ...(theirs ? { peer: { name: "MLflow", value: of(theirs), note: "server, SQLite" } } : {}),
});
report(
  "mlflow-log-batch",
  [
    figure(`log-batch of ${metricsPerBatch} metrics, ${values.clients} clients`, "batches/s", rate),
    figure("log-batch", "ms p50", ({ timesMs }) => quantile(timesMs, 0.5)),
    figure("log-batch", "ms p95", ({ timesMs }) => quantile(timesMs, 0.95)),
  ],
  { seconds: Number(values.seconds), clients: Number(values.clients) },
);
