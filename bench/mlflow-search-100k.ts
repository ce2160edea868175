/**
 * Searching an experiment of 100,000 runs over MLflow's API, against MLflow's own server on SQLite (p95 ≤ 200 ms, ≥ 3×).
 * `--runs 100000`, `--turns 20`, `--python PATH`, `--data DIR` (a running Triops), `--alone` (no peer).
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { loadRuns } from "./mlflow/load-runs.ts";
import { startPeer } from "./mlflow/peer.ts";
import { pythonWithMlflow } from "./mlflow/python.ts";
import { questions } from "./mlflow/questions.ts";
import { callApi, newExperiment, quantile, type Server } from "./mlflow/requests.ts";
import { openTarget } from "./mlflow/target.ts";
import { type Figure, report } from "./report.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: {
    runs: { type: "string", default: "100000" },
    turns: { type: "string", default: "20" },
    python: { type: "string" },
    data: { type: "string" },
    alone: { type: "boolean", default: false },
  },
});
const count = Number(values.runs);
const turns = Number(values.turns);

type Found = { runs?: { info: { run_name: string } }[] };
type Outcome = { timesMs: number[]; first: string };

async function ask(server: Server, experiment: string): Promise<Map<string, Outcome>> {
  const outcomes = new Map<string, Outcome>();
  for (const [what, question] of Object.entries(questions)) {
    const body = { experiment_ids: [experiment], ...question };
    const { runs = [] } = await callApi<Found>(server, "POST", "runs/search", body);
    const timesMs: number[] = [];
    for (let turn = 0; turn < turns; turn++) {
      const from = performance.now();
      await callApi<Found>(server, "POST", "runs/search", body);
      timesMs.push(performance.now() - from);
    }
    outcomes.set(what, { timesMs, first: `${runs.length} runs, ${runs[0]?.info.run_name} first` });
  }
  return outcomes;
}

const target = await openTarget(values.data);
const name = `bench ${Date.now()}`;
let ours: Map<string, Outcome>;
let peers: Map<string, Outcome> | null = null;
try {
  const server = { url: target.webUrl, key: target.apiKey };
  const experiment = await newExperiment(server, name);
  await loadRuns(target.databaseUrl, target.workspaceId, Number(experiment), count);
  ours = await ask(server, experiment);
} finally {
  await target.close();
}
if (!values.alone) {
  const python = pythonWithMlflow(values.python);
  const peer = await startPeer(python);
  try {
    const experiment = await newExperiment(peer, name);
    const script = join(import.meta.dirname, "mlflow", "load_runs.py");
    execFileSync(python, [script, peer.database, experiment, `${count}`], { stdio: "inherit" });
    peers = await ask(peer, experiment);
  } finally {
    await peer.stop();
  }
}

const figures: Figure[] = [];
const all = (outcomes: Map<string, Outcome>) => [...outcomes.values()].flatMap(({ timesMs }) => timesMs);
const figure = (what: string, own: number[], other: number[] | undefined): void => {
  for (const q of [0.5, 0.95]) {
    const value = quantile(own, q);
    const unit = `ms p${q * 100}`;
    const peer = other ? { name: "MLflow", value: quantile(other, q), note: "server, SQLite" } : undefined;
    figures.push({
      name: `search ${count.toLocaleString("en-GB")} runs: ${what}`,
      value,
      unit,
      ...(peer ? { peer } : {}),
    });
  }
};
for (const [what, { timesMs, first }] of ours) {
  const peer = peers?.get(what);
  if (peer && peer.first !== first)
    console.error(`Different answers to "${what}": ${first}; MLflow: ${peer.first}`);
  figure(what, timesMs, peer?.timesMs);
}
figure("all questions", all(ours), peers ? all(peers) : undefined);
report("mlflow-search-100k", figures, { runs: count, turns });
