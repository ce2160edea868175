import { expect } from "vitest";
import { linearModel, mlModelFile } from "./linear-model.ts";

type Server = { webUrl: string; apiKey: string };
type Trained = { weights: readonly number[]; offset: number; metrics: Readonly<Record<string, number>> };

export const columns = ["rooms", "income", "age"] as const;

/** The calls that MLflow's Python client makes for `log_model(…, registered_model_name=…)`, in its order. */
export async function registerVersion(
  server: Server,
  name: string,
  { weights, offset, metrics }: Trained,
): Promise<number> {
  const call = async <T>(method: string, path: string, body: unknown): Promise<T> => {
    const answer = await ask(server, method, `/api/2.0/mlflow/${path}`, JSON.stringify(body));
    expect(answer.status, path).toBe(200);
    return (await answer.json()) as T;
  };
  const experimentId = await experimentOf(server, `${name} trials`);
  const { run } = await call<{ run: { info: { run_id: string } } }>("POST", "runs/create", {
    experiment_id: experimentId,
    run_name: "linear",
    start_time: Date.now(),
  });
  const runId = run.info.run_id;
  await call("POST", "runs/log-batch", {
    run_id: runId,
    metrics: Object.entries(metrics).map(([key, value]) => ({ key, value, timestamp: Date.now(), step: 0 })),
    params: [{ key: "offset", value: String(offset) }],
  });
  const logged = await call<{ model: { info: { model_id: string; artifact_uri: string } } }>(
    "POST",
    "logged-models",
    { experiment_id: experimentId, name: "model", source_run_id: runId },
  );
  const { model_id: modelId, artifact_uri: root } = logged.model.info;
  const files = {
    MLmodel: mlModelFile(columns, modelId),
    "model.onnx": linearModel(weights, offset),
    "input_example.json": JSON.stringify({ columns, data: [[5, 3.5, 20]] }),
  };
  for (const [file, content] of Object.entries(files)) {
    const folder = root.replace(/^mlflow-artifacts:\/+/, "");
    const path = `/api/2.0/mlflow-artifacts/artifacts/${folder}/${file}`;
    const answer = await ask(server, "PUT", path, content, "application/octet-stream");
    expect(answer.status, path).toBe(200);
  }
  await call("PATCH", `logged-models/${modelId}`, { model_id: modelId, status: "LOGGED_MODEL_READY" });
  await call("POST", "runs/outputs", { run_id: runId, models: [{ model_id: modelId, step: 0 }] });
  await call("POST", "runs/update", { run_id: runId, status: "FINISHED", end_time: Date.now() });
  // The client, too, tries to make the model each time and takes "exists" for an answer.
  await ask(server, "POST", "/api/2.0/mlflow/registered-models/create", JSON.stringify({ name }));
  const made = await call<{ model_version: { version: string } }>("POST", "model-versions/create", {
    name,
    source: `models:/${modelId}`,
    run_id: runId,
    model_id: modelId,
  });
  return Number(made.model_version.version);
}

async function experimentOf(server: Server, name: string): Promise<string> {
  const found = await ask(server, "GET", `/api/2.0/mlflow/experiments/get-by-name?experiment_name=${name}`);
  if (found.status === 200)
    return ((await found.json()) as { experiment: { experiment_id: string } }).experiment.experiment_id;
  const made = await ask(server, "POST", "/api/2.0/mlflow/experiments/create", JSON.stringify({ name }));
  expect(made.status).toBe(200);
  return ((await made.json()) as { experiment_id: string }).experiment_id;
}

/** One call with the key as `MLFLOW_TRACKING_TOKEN`. */
export function ask(
  { webUrl, apiKey }: Server,
  method: string,
  path: string,
  body?: string | Buffer,
  type = "application/json",
): Promise<Response> {
  return fetch(`${webUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, ...(body === undefined ? {} : { "content-type": type }) },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : new Uint8Array(body) }),
  });
}
