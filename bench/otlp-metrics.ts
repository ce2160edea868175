/**
 * OTLP metrics over protobuf until durable in ClickHouse: data points a second, two connections.
 * `--seconds 20 --points 1000 --connections 2 --series 10000`
 */
import { Agent, request } from "node:http";
import { parseArgs } from "node:util";
import { z } from "zod";
import { hostPayload, type Payload } from "./otlp/payloads.ts";
import { processorSeconds } from "./otlp/processor-time.ts";
import { startIngestStack } from "./otlp/stack.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    points: { type: "string", default: "1000" },
    connections: { type: "string", default: "2" },
    series: { type: "string", default: "10000" },
  },
});
const seconds = Number(values.seconds);
const points = Number(values.points);
const connections = Number(values.connections);
const hosts = Math.max(connections, Math.round(Number(values.series) / points));

const stack = await startIngestStack();
const agent = new Agent({ keepAlive: true, maxSockets: connections });

function send(body: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${stack.gatewayUrl}/v1/metrics`,
      {
        method: "POST",
        agent,
        headers: {
          authorization: `Bearer ${stack.key}`,
          "content-type": "application/x-protobuf",
          "content-length": body.length,
        },
      },
      (reply) => {
        reply.resume();
        reply.on("end", () => resolve(reply.statusCode ?? 0));
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

let acknowledged = 0;
const latencies: number[] = [];

async function client(payloads: Payload[], until: number, count: boolean): Promise<void> {
  for (let i = 0; Date.now() < until; i++) {
    const payload = payloads[i % payloads.length];
    if (!payload) return;
    const started = performance.now();
    const status = await send(payload.stamp(Date.now()));
    if (status !== 200) throw new Error(`The gateway answered ${status}`);
    acknowledged += payload.points;
    if (count) latencies.push(performance.now() - started);
  }
}

try {
  const payloads = Array.from({ length: hosts }, (_, host) => hostPayload(host, points));
  const shares = Array.from({ length: connections }, (_, i) =>
    payloads.filter((_, host) => host % connections === i),
  );
  await Promise.all(shares.map((share) => client(share, Date.now() + 3_000, false)));
  const before = acknowledged;
  const gateway = () => processorSeconds([stack.gateway.pid]);
  const store = () => processorSeconds(stack.stores.processes.map((one) => one.pid));
  const spentBefore = { gateway: gateway(), store: store() };
  const started = performance.now();
  await Promise.all(shares.map((share) => client(share, Date.now() + seconds * 1_000, true)));
  const rate = (acknowledged - before) / ((performance.now() - started) / 1_000);
  const perPoint = (seconds: number) => (seconds * 1e6) / (acknowledged - before);
  const spent = {
    gateway: perPoint(gateway() - spentBefore.gateway),
    store: perPoint(store() - spentBefore.store),
  };

  const [stored] = await stack.telemetry.administer({
    name: "bench",
    sql: "SELECT uniqExact(series_id, time) AS n, uniqExact(series_id) AS series FROM metric_samples",
    row: z.object({ n: z.coerce.number(), series: z.coerce.number() }),
    timeoutSeconds: 60,
  });
  latencies.sort((a, b) => a - b);
  const quantile = (q: number) => latencies[Math.floor(q * (latencies.length - 1))] ?? 0;
  const health = z
    .object({ process: z.object({ rssBytes: z.number() }) })
    .parse(await (await fetch(`${stack.gatewayUrl}/health`)).json());
  report(
    "otlp-metrics",
    [
      { name: "otlp metrics durable", value: rate, unit: "points/s" },
      { name: "otlp metrics latency p50", value: quantile(0.5), unit: "ms" },
      { name: "otlp metrics latency p99", value: quantile(0.99), unit: "ms" },
      { name: "otlp metrics, processor time of the gateway", value: spent.gateway, unit: "µs/point" },
      { name: "otlp metrics, processor time of the store, merges too", value: spent.store, unit: "µs/point" },
      {
        name: "otlp metrics stored of acknowledged",
        value: ((stored?.n ?? 0) / acknowledged) * 100,
        unit: "%",
      },
      { name: "gateway memory", value: health.process.rssBytes / 1e6, unit: "MB" },
    ],
    { pointsPerRequest: points, connections, series: stored?.series },
  );
} finally {
  agent.destroy();
  await stack.close();
}
