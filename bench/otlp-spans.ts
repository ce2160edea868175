/**
 * OTLP spans over protobuf until durable in ClickHouse: spans a second.
 * `--seconds 20 --spans 500 --connections 4 --services 16`
 */
import { Agent, request } from "node:http";
import { parseArgs } from "node:util";
import { z } from "zod";
import { processorSeconds } from "./otlp/processor-time.ts";
import { spanPayload } from "./otlp/span-payload.ts";
import { startIngestStack } from "./otlp/stack.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "20" },
    spans: { type: "string", default: "500" },
    connections: { type: "string", default: "4" },
    services: { type: "string", default: "16" },
  },
  args: process.argv.slice(2).filter((word) => word !== "--"),
});
const seconds = Number(values.seconds);
const spans = Number(values.spans);
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
    const outgoing = request(`${stack.gatewayUrl}/v1/traces`, { method: "POST", agent, headers }, (reply) => {
      reply.resume();
      reply.on("end", () => resolve(reply.statusCode ?? 0));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

let acknowledged = 0;
const latencies: number[] = [];

async function client(payloads: ReturnType<typeof spanPayload>[], until: number): Promise<void> {
  for (let i = 0; Date.now() < until; i++) {
    const payload = payloads[i % payloads.length];
    if (!payload) return;
    const started = performance.now();
    const status = await send(payload.stamp(Date.now()));
    if (status !== 200) throw new Error(`The gateway answered ${status}`);
    acknowledged += payload.spans;
    latencies.push(performance.now() - started);
  }
}

try {
  const payloads = Array.from({ length: services }, (_, service) => spanPayload(service, spans));
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
  const perSpan = (seconds: number) => (seconds * 1e6) / (acknowledged - before);
  const spent = {
    gateway: perSpan(gateway() - spentBefore.gateway),
    store: perSpan(store() - spentBefore.store),
  };
  const [stored] = await stack.telemetry.administer({
    name: "bench",
    sql: `SELECT count() AS n,
            (SELECT sum(data_compressed_bytes) FROM system.columns WHERE table = 'spans' AND database = currentDatabase()) AS bytes
          FROM spans`,
    row: z.object({ n: z.coerce.number(), bytes: z.coerce.number() }),
    timeoutSeconds: 60,
  });
  latencies.sort((a, b) => a - b);
  const quantile = (q: number) => latencies[Math.floor(q * (latencies.length - 1))] ?? 0;
  report(
    "otlp-spans",
    [
      { name: "otlp spans durable", value: rate, unit: "spans/s" },
      { name: "otlp spans latency p50", value: quantile(0.5), unit: "ms" },
      { name: "otlp spans latency p99", value: quantile(0.99), unit: "ms" },
      { name: "otlp spans, processor time of the gateway", value: spent.gateway, unit: "µs/span" },
      { name: "otlp spans, processor time of the store, merges too", value: spent.store, unit: "µs/span" },
      {
        name: "otlp spans stored of acknowledged",
        value: ((stored?.n ?? 0) / acknowledged) * 100,
        unit: "%",
      },
      { name: "span on disk", value: (stored?.bytes ?? 0) / (stored?.n ?? 1), unit: "bytes" },
    ],
    { spansPerRequest: spans, connections, stored: stored?.n },
  );
} finally {
  agent.destroy();
  await stack.close();
}
