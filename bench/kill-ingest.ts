/**
 * Nothing acknowledged is lost: gateway, ClickHouse and Redis killed in turn under OTLP load.
 * `--kills 5 --every 5` kills of each, seconds between them. Exits non-zero when a sample is missing.
 */
import type { ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { encode } from "@triops/telemetry/otlp/schema.testing";
import { z } from "zod";
import { startGateway, startIngestStack } from "./otlp/stack.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  options: { kills: { type: "string", default: "5" }, every: { type: "string", default: "5" } },
});
const kills = Number(values.kills);
const everyMs = Number(values.every) * 1_000;
const clients = 4;
const pointsPerRequest = 50;

const stack = await startIngestStack();
const port = Number(new URL(stack.gatewayUrl).port);
let gateway: ChildProcess = stack.gateway;
let running = true;
let restarting = true;
let attempts = 0;
let refusals = 0;
/** Sequence numbers whose request was answered with 200, per client. */
const acknowledged = Array.from({ length: clients }, () => [] as number[]);
let lastOkAt = Date.now();
let longestSilenceMs = 0;

/** The supervisor of this bench: a gateway that fell is started again on its port. */
function watch(child: ChildProcess): void {
  child.once("exit", async () => {
    if (!restarting) return;
    gateway = (await startGateway(stack.stores, port)).gateway;
    watch(gateway);
  });
}
watch(gateway);

/** Every value is known from its series and sequence number, so that what is stored can be computed. */
function bodyOf(client: number, sequence: number): Buffer {
  const timeUnixNano = `${Date.now()}000000`;
  const dataPoints = Array.from({ length: pointsPerRequest }, (_, i) => ({
    timeUnixNano,
    asInt: String(sequence),
    attributes: [
      { key: "client", value: { intValue: String(client) } },
      { key: "i", value: { intValue: String(i) } },
    ],
  }));
  return encode("MetricsData", {
    resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: "kill", gauge: { dataPoints } }] }] }],
  });
}

async function client(index: number): Promise<void> {
  for (let sequence = 1; running; sequence++) {
    // The same bytes until they are acknowledged, as an exporter that retries.
    const body = bodyOf(index, sequence);
    for (let done = false; !done && running; ) {
      attempts++;
      done = await send(body);
      if (done) {
        acknowledged[index]?.push(sequence);
        longestSilenceMs = Math.max(longestSilenceMs, Date.now() - lastOkAt);
        lastOkAt = Date.now();
      } else {
        refusals++;
        await sleep(100);
      }
    }
  }
}

async function send(body: Buffer): Promise<boolean> {
  try {
    const reply = await fetch(`${stack.gatewayUrl}/v1/metrics`, {
      method: "POST",
      headers: { authorization: `Bearer ${stack.key}`, "content-type": "application/x-protobuf" },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(15_000),
    });
    await reply.arrayBuffer();
    return reply.status === 200;
  } catch {
    return false;
  }
}

const victims: { name: string; pid(): number | undefined }[] = [
  { name: "gateway", pid: () => gateway.pid },
  ...["clickhouse", "redis"].map((name) => ({
    name,
    pid: () => stack.stores.processes.find((one) => one.plan.name === name)?.pid,
  })),
];

let exitCode = 0;
try {
  const load = Promise.all(acknowledged.map((_, index) => client(index)));
  let landed = 0;
  for (let round = 0; round < kills; round++) {
    for (const victim of victims) {
      await sleep(everyMs * (0.75 + Math.random() / 2));
      const pid = victim.pid();
      if (pid === undefined) continue;
      process.kill(pid, "SIGKILL");
      landed++;
      console.error(`${new Date().toISOString()} killed ${victim.name} (${pid})`);
    }
  }
  await sleep(everyMs * 2);
  running = false;
  await load;

  const stored = await stack.telemetry.administer({
    name: "bench",
    sql: `SELECT toUInt32(s.labels['client']) AS client, toUInt32(v) AS sequence, uniqExact(m.series_id) AS points
          FROM (SELECT series_id, value AS v FROM metric_samples WHERE metric = 'kill') AS m
          INNER JOIN (SELECT series_id, any(labels) AS labels FROM metric_series WHERE metric = 'kill' GROUP BY series_id) AS s
            ON s.series_id = m.series_id
          GROUP BY client, sequence`,
    row: z.object({ client: z.number(), sequence: z.number(), points: z.coerce.number() }),
    timeoutSeconds: 120,
  });
  const found = new Map(stored.map((row) => [`${row.client}:${row.sequence}`, row.points]));
  let missing = 0;
  let total = 0;
  acknowledged.forEach((sequences, index) => {
    for (const sequence of sequences) {
      total += pointsPerRequest;
      missing += pointsPerRequest - (found.get(`${index}:${sequence}`) ?? 0);
    }
  });
  const [doubled] = await stack.telemetry.administer({
    name: "bench",
    sql: "SELECT count() - uniqExact(series_id, time) AS n FROM metric_samples FINAL WHERE metric = 'kill'",
    row: z.object({ n: z.coerce.number() }),
    timeoutSeconds: 120,
  });
  report(
    "kill-ingest",
    [
      { name: "kills landed", value: landed, unit: "kills" },
      { name: "acknowledged samples", value: total, unit: "samples" },
      { name: "acknowledged and missing", value: missing, unit: "samples" },
      { name: "stored twice after folding", value: doubled?.n ?? -1, unit: "samples" },
      { name: "longest time without a success", value: longestSilenceMs / 1_000, unit: "s" },
    ],
    { attempts, refusals, clients, pointsPerRequest },
  );
  if (missing > 0 || doubled?.n !== 0 || landed < kills * victims.length * 0.95 || total === 0) exitCode = 1;
} finally {
  running = false;
  restarting = false;
  if (gateway !== stack.gateway) {
    gateway.kill("SIGTERM");
    await new Promise((resolve) => gateway.once("exit", resolve));
  }
  await stack.close();
}
process.exitCode = exitCode;
