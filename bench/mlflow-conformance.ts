/**
 * The real MLflow client against a running Triops, step by step: what passes and what does not.
 * `--python PATH` (one with mlflow, scikit-learn and pandas), `--data DIR` (a running Triops).
 */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { pythonWithMlflow } from "./mlflow/python.ts";
import { openTarget } from "./mlflow/target.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: { python: { type: "string" }, data: { type: "string" } },
});

type Step = { step: string; ok?: boolean; said?: string; seconds?: number; version?: string };

const python = pythonWithMlflow(values.python);
const target = await openTarget(values.data);
const steps: Step[] = [];
let version = "unknown";
try {
  const script = join(import.meta.dirname, "mlflow", "conformance.py");
  const child = spawn(python, [script, Date.now().toString(36)], {
    stdio: ["ignore", "pipe", "ignore"],
    env: { ...process.env, MLFLOW_TRACKING_URI: target.webUrl, MLFLOW_TRACKING_TOKEN: target.apiKey },
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  for await (const line of createInterface({ input: child.stdout })) {
    // The client prints remarks of its own between ours.
    if (!line.startsWith('{"step"')) continue;
    const step = JSON.parse(line) as Step;
    if (step.version) version = step.version;
    else {
      steps.push(step);
      console.log(`${step.ok ? "pass" : "FAIL"}  ${step.step}${step.ok ? "" : `: ${step.said}`}`);
    }
  }
  await ended;
} finally {
  await target.close();
}

const passed = steps.filter(({ ok }) => ok).length;
report(
  "mlflow-conformance",
  [
    { name: `MLflow client ${version}: steps passed`, value: passed, unit: `of ${steps.length}` },
    { name: "steps failed", value: steps.length - passed, unit: "steps" },
  ],
  { client: version, steps },
);
if (passed < steps.length || version === "unknown") process.exitCode = 1;
