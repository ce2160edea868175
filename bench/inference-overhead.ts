/**
 * What serving adds to a model: one prediction over HTTP with key, routing, signature and prediction log on, against onnxruntime called directly, in turns.
 * `--seconds 5 --turns 4`: so long each, so often.
 */
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { connectRedis, waitForRedis } from "@triops/kernel/redis";
import { openDirect } from "@triops/providers/onnx/direct.testing";
import { z } from "zod";
import { classifierFile, classifierRows, deployClassifier } from "./inference/deploy.ts";
import { startIngestStack } from "./otlp/stack.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "5" }, turns: { type: "string", default: "4" } },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const seconds = Number(values.seconds);
const turns = Number(values.turns);
const deployment = "housing";

const stack = await startIngestStack();
const redis = connectRedis(stack.stores.redisUrl, "command", () => {});
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const direct = await openDirect(classifierFile, "X");
const { rows, columns } = classifierRows;

const send = (path: string, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${stack.key}`,
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
    };
    const outgoing = request(`${stack.gatewayUrl}${path}`, { method: "POST", agent, headers }, (reply) => {
      reply.resume();
      reply.on("end", () => resolve(reply.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });

const protocols = {
  oip: {
    path: `/v2/models/${deployment}/infer`,
    bodies: rows.map((data) =>
      JSON.stringify({ inputs: [{ name: "X", datatype: "FP64", shape: [1, data.length], data }] }),
    ),
  },
  mlflow: {
    path: `/deployments/${deployment}/invocations`,
    bodies: rows.map((data) => JSON.stringify({ dataframe_split: { columns, data: [data] } })),
  },
};

async function turn(ask: (i: number) => Promise<unknown>, into: number[]): Promise<void> {
  const until = performance.now() + seconds * 1_000;
  for (let i = 0; performance.now() < until; i++) {
    const started = performance.now();
    await ask(i);
    into.push(performance.now() - started);
  }
}

const quantile = (list: readonly number[], at: number): number =>
  [...list].sort((a, b) => a - b)[Math.floor(list.length * at)] ?? Number.NaN;

try {
  await waitForRedis(redis);
  await deployClassifier(redis, stack.objectStoreUrl, stack.workspaceId, deployment);
  const { oip, mlflow } = protocols;
  for (let tries = 0; (await send(oip.path, oip.bodies[0] as string)) !== 200; tries++) {
    if (tries > 100) throw new Error("The deployment does not come into service");
    await sleep(100);
  }
  const numbers = rows.map((row) => Float64Array.from(row));
  const times = { direct: [] as number[], oip: [] as number[], mlflow: [] as number[] };
  const served =
    ({ path, bodies }: typeof oip) =>
    async (i: number) => {
      const status = await send(path, bodies[i % bodies.length] as string);
      if (status !== 200) throw new Error(`The gateway answered ${status}`);
    };
  // Compiled and connected before anything counts.
  for (const ask of [served(oip), served(mlflow)]) for (let i = 0; i < 300; i++) await ask(i);
  for (let i = 0; i < turns; i++) {
    await turn((at) => direct(numbers[at % numbers.length] as Float64Array), times.direct);
    await turn(served(oip), times.oip);
    await turn(served(mlflow), times.mlflow);
  }
  await sleep(1_500); // the log is written behind the answers
  const [logged] = await stack.telemetry.administer({
    name: "bench",
    sql: "SELECT count() AS rows FROM predictions WHERE workspace_id = {ws:UUID}",
    params: { ws: stack.workspaceId },
    row: z.object({ rows: z.coerce.number() }),
  });
  const base = quantile(times.direct, 0.5);
  report(
    "inference-overhead",
    [
      { name: "direct onnxruntime, p50", value: base, unit: "ms" },
      { name: "Open Inference Protocol, p50", value: quantile(times.oip, 0.5), unit: "ms" },
      { name: "  added, p50", value: quantile(times.oip, 0.5) - base, unit: "ms" },
      { name: "Open Inference Protocol, p95", value: quantile(times.oip, 0.95), unit: "ms" },
      { name: "MLflow scoring, p50", value: quantile(times.mlflow, 0.5), unit: "ms" },
      { name: "  added, p50", value: quantile(times.mlflow, 0.5) - base, unit: "ms" },
      { name: "MLflow scoring, p95", value: quantile(times.mlflow, 0.95), unit: "ms" },
      { name: "predictions in the log", value: logged?.rows ?? 0, unit: "rows" },
    ],
    { seconds, turns, requests: times.oip.length + times.mlflow.length },
  );
} finally {
  agent.destroy();
  redis.disconnect();
  await stack.close();
}
