/**
 * OTLP logs over protobuf until durable in ClickHouse, template mined and words indexed: records a second.
 * `--seconds 20 --records 1000 --connections 4 --services 16`
 */
import { Agent, request } from "node:http";
import { parseArgs } from "node:util";
import { searchLogs } from "@triops/telemetry/logs/search";
import { z } from "zod";
import { logPayload } from "./otlp/log-payload.ts";
import { processorSeconds } from "./otlp/processor-time.ts";
import { startIngestStack } from "./otlp/stack.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    records: { type: "string", default: "1000" },
    connections: { type: "string", default: "4" },
    services: { type: "string", default: "16" },
  },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const seconds = Number(values.seconds);
const records = Number(values.records);
const connections = Number(values.connections);
const services = Math.max(connections, Number(values.services));

const stack = await startIngestStack();
const agent = new Agent({ keepAlive: true, maxSockets: connections });

function send(body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      authorization: `Bearer ${stack.key}`,
      "content-type": "application/x-protobuf",
      "content-length": body.length,
    };
    const outgoing = request(`${stack.gatewayUrl}/v1/logs`, { method: "POST", agent, headers }, (reply) => {
      reply.resume();
      reply.on("end", () => resolve(reply.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

let acknowledged = 0;
const latencies: number[] = [];

async function client(payloads: ReturnType<typeof logPayload>[], until: number): Promise<void> {
  for (let i = 0; Date.now() < until; i++) {
    const payload = payloads[i % payloads.length];
    if (!payload) return;
    const started = performance.now();
    const status = await send(payload.stamp(Date.now()));
    if (status !== 200) throw new Error(`The gateway answered ${status}`);
    acknowledged += payload.records;
    latencies.push(performance.now() - started);
  }
}

try {
  const payloads = Array.from({ length: services }, (_, service) => logPayload(service, records));
  const shares = Array.from({ length: connections }, (_, i) =>
    payloads.filter((_, service) => service % connections === i),
  );
  await Promise.all(shares.map((share) => client(share, Date.now() + 3_000)));
  latencies.length = 0;
  const before = acknowledged;
  const gateway = () => processorSeconds([stack.gateway.pid]);
  const store = () => processorSeconds(stack.stores.processes.map((one) => one.pid));
  const spentBefore = { gateway: gateway(), store: store() };
  const started = performance.now();
  await Promise.all(shares.map((share) => client(share, Date.now() + seconds * 1_000)));
  const rate = (acknowledged - before) / ((performance.now() - started) / 1_000);

  const perRecord = (seconds: number) => (seconds * 1e6) / (acknowledged - before);
  const spent = {
    gateway: perRecord(gateway() - spentBefore.gateway),
    store: perRecord(store() - spentBefore.store),
  };

  const [stored] = await stack.telemetry.administer({
    name: "bench",
    sql: `SELECT count() AS n, uniqExact(template_id) AS templates,
            (SELECT sum(data_compressed_bytes) FROM system.columns WHERE table = 'logs' AND database = currentDatabase()) AS bytes
          FROM logs`,
    row: z.object({ n: z.coerce.number(), templates: z.coerce.number(), bytes: z.coerce.number() }),
    timeoutSeconds: 60,
  });
  const window = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 60_000) };
  const searches: number[] = [];
  for (let i = 0; i < 10; i++) {
    const at = performance.now();
    const filter = { kind: "text" as const, text: "sync_power_state" };
    await searchLogs(stack.telemetry, { workspaceId: stack.workspaceId, window, filter });
    searches.push(performance.now() - at);
  }
  const quantile = (from: number[], q: number) =>
    from.toSorted((a, b) => a - b)[Math.floor(q * (from.length - 1))] ?? 0;
  report(
    "otlp-logs",
    [
      { name: "otlp logs durable", value: rate, unit: "records/s" },
      { name: "otlp logs latency p50", value: quantile(latencies, 0.5), unit: "ms" },
      { name: "otlp logs latency p99", value: quantile(latencies, 0.99), unit: "ms" },
      { name: "otlp logs, processor time of the gateway", value: spent.gateway, unit: "µs/record" },
      { name: "otlp logs, processor time of the store, merges too", value: spent.store, unit: "µs/record" },
      { name: "otlp logs stored of acknowledged", value: ((stored?.n ?? 0) / acknowledged) * 100, unit: "%" },
      { name: "log search for a word, median", value: quantile(searches, 0.5), unit: "ms" },
      { name: "log record on disk", value: (stored?.bytes ?? 0) / (stored?.n ?? 1), unit: "bytes" },
    ],
    { recordsPerRequest: records, connections, stored: stored?.n, templates: stored?.templates },
  );
} finally {
  agent.destroy();
  await stack.close();
}
