/**
 * Prometheus remote_write until durable: samples a second over two connections, Triops and Prometheus in turns.
 * `--seconds 4 --turns 3 --samples 2000 --connections 2 --series 10000`
 */
import { Agent, request } from "node:http";
import { parseArgs } from "node:util";
import { z } from "zod";
import { processorSeconds } from "./otlp/processor-time.ts";
import { startIngestStack } from "./otlp/stack.ts";
import { cpuSecondsOf } from "./prometheus/cpu-seconds.ts";
import { startPrometheus } from "./prometheus/prometheus.ts";
import { writeTemplate } from "./prometheus/requests.ts";
import { type Figure, report } from "./report.ts";

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "4" },
    turns: { type: "string", default: "3" },
    samples: { type: "string", default: "2000" },
    connections: { type: "string", default: "2" },
    series: { type: "string", default: "10000" },
  },
});
const seconds = Number(values.seconds);
const turns = Number(values.turns);
const samples = Number(values.samples);
const connections = Number(values.connections);
const templates = Array.from({ length: Math.ceil(Number(values.series) / samples) }, (_, i) =>
  writeTemplate(i * samples, samples),
);

/** Compressed once, sent to both sides: encoding is not what is measured. One round holds every series once. */
const rounds: Buffer[][] = [];
/** A tenth of a second apart, from now into the near future: a sender's times never repeat. */
const firstMs = Date.now();
const roundsMax = 5_900;

function round(i: number): Buffer[] {
  if (i >= roundsMax) throw new Error("So many samples would lie too far ahead: take fewer seconds or turns");
  rounds[i] ??= templates.map((template) => template.at(firstMs + i * 100));
  return rounds[i];
}

type Side = {
  name: string;
  url: string;
  headers: Record<string, string>;
  agent: Agent;
  nextRound: number;
  acknowledged: number;
  rates: number[];
  latencies: number[];
  /** CPU seconds of its processes so far; null where that cannot be known. */
  cpuSeconds(): number | null;
  cpuPerMillion: number[];
};

function side(
  name: string,
  origin: string,
  cpuSeconds: () => number | null,
  headers: Record<string, string> = {},
): Side {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const url = `${origin}/api/v1/write`;
  const counts = { nextRound: 0, acknowledged: 0 };
  return { name, url, headers, agent, ...counts, rates: [], latencies: [], cpuSeconds, cpuPerMillion: [] };
}

function send(to: Side, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      to.url,
      {
        method: "POST",
        agent: to.agent,
        headers: {
          ...to.headers,
          "content-type": "application/x-protobuf",
          "content-encoding": "snappy",
          "content-length": body.length,
          "x-prometheus-remote-write-version": "0.1.0",
        },
      },
      (reply) => {
        const chunks: Buffer[] = [];
        reply.on("data", (chunk: Buffer) => chunks.push(chunk));
        reply.on("end", () => {
          if (reply.statusCode === 204 || reply.statusCode === 200) resolve();
          else reject(new Error(`${to.name} answered ${reply.statusCode}: ${Buffer.concat(chunks)}`));
        });
      },
    );
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

/**
 * One turn: each connection sends the next request as soon as its last one was acknowledged. A connection keeps to
 * its own series, as a sender's shards do, so that samples arrive in order.
 */
async function turn(to: Side, ms: number, expectedRounds: number): Promise<number> {
  for (let i = 0; i < expectedRounds; i++) round(to.nextRound + i);
  let lastRound = to.nextRound;
  let sent = 0;
  const cpuBefore = to.cpuSeconds();
  const started = performance.now();
  const connection = async (shard: number) => {
    for (let at = to.nextRound; ; at++) {
      lastRound = Math.max(lastRound, at);
      for (const body of round(at).filter((_, i) => i % connections === shard)) {
        if (performance.now() - started >= ms) return;
        const before = performance.now();
        await send(to, body);
        sent += samples;
        to.latencies.push(performance.now() - before);
      }
    }
  };
  await Promise.all(Array.from({ length: connections }, (_, shard) => connection(shard)));
  const rate = sent / ((performance.now() - started) / 1_000);
  const cpuAfter = to.cpuSeconds();
  if (cpuBefore !== null && cpuAfter !== null) to.cpuPerMillion.push(((cpuAfter - cpuBefore) * 1e6) / sent);
  to.nextRound = lastRound + 1;
  to.acknowledged += sent;
  return rate;
}

const median = (numbers: readonly number[]) => {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
};

const stack = await startIngestStack();
const peer = await startPrometheus();
if (!peer) console.log("There is no prometheus on the PATH: these are Triops's figures alone.");
/** Everything this bench started is Triops's, but for itself and its peer. */
const triopsCpu = () => {
  const all = cpuSecondsOf(process.pid);
  const own = process.cpuUsage();
  const others = (own.user + own.system) / 1e6 + (peer ? (cpuSecondsOf(peer.pid) ?? 0) : 0);
  return all === null ? null : all - others;
};
const triops = side("Triops", stack.gatewayUrl, triopsCpu, { authorization: `Bearer ${stack.key}` });
const prometheus = peer ? side(`Prometheus ${peer.version}`, peer.url, () => cpuSecondsOf(peer.pid)) : null;
const sides = prometheus ? [triops, prometheus] : [triops];
try {
  const warm = new Map<Side, number>();
  for (const each of sides) warm.set(each, await turn(each, 2_000, 10));
  const gatewayCpu = () => processorSeconds([stack.gateway.pid]);
  const storeCpu = () => processorSeconds(stack.stores.processes.map((one) => one.pid));
  const before = { gateway: gatewayCpu(), store: storeCpu(), acknowledged: triops.acknowledged };
  for (const each of sides) each.latencies.length = each.cpuPerMillion.length = 0;
  for (let i = 0; i < turns; i++) {
    for (const each of sides) {
      const rate = each.rates.at(-1) ?? warm.get(each) ?? 0;
      const expected = Math.ceil((1.3 * rate * seconds) / (samples * templates.length));
      each.rates.push(await turn(each, seconds * 1_000, expected));
    }
  }
  const perMillion = (seconds: number) => (seconds * 1e6) / (triops.acknowledged - before.acknowledged);
  const spent = {
    gateway: perMillion(gatewayCpu() - before.gateway),
    store: perMillion(storeCpu() - before.store),
  };
  const [stored] = await stack.telemetry.administer({
    name: "bench",
    sql: "SELECT uniqExact(series_id, time) AS n, uniqExact(series_id) AS series FROM metric_samples",
    row: z.object({ n: z.coerce.number(), series: z.coerce.number() }),
    timeoutSeconds: 60,
  });
  const health = z
    .object({ process: z.object({ rssBytes: z.number() }) })
    .parse(await (await fetch(`${stack.gatewayUrl}/health`)).json());
  const p99 = (of: Side) =>
    [...of.latencies].sort((a, b) => a - b)[Math.floor(0.99 * (of.latencies.length - 1))] ?? 0;
  const against = (figure: Figure, value: (of: Side) => number): Figure =>
    prometheus ? { ...figure, peer: { name: prometheus.name, value: value(prometheus) } } : figure;
  report(
    "remote-write",
    [
      against({ name: "remote_write durable", value: median(triops.rates), unit: "samples/s" }, (of) =>
        median(of.rates),
      ),
      against({ name: "remote_write latency p50", value: median(triops.latencies), unit: "ms" }, (of) =>
        median(of.latencies),
      ),
      against({ name: "remote_write latency p99", value: p99(triops), unit: "ms" }, p99),
      against(
        { name: "remote_write CPU per million samples", value: median(triops.cpuPerMillion), unit: "s" },
        (of) => median(of.cpuPerMillion),
      ),
      { name: "of that the gateway", value: spent.gateway, unit: "s" },
      { name: "of that the store, merges too", value: spent.store, unit: "s" },
      {
        name: "remote_write stored of acknowledged",
        value: ((stored?.n ?? 0) / triops.acknowledged) * 100,
        unit: "%",
      },
      { name: "gateway memory", value: health.process.rssBytes / 1e6, unit: "MB" },
    ],
    {
      samplesPerRequest: samples,
      connections,
      series: stored?.series,
      rates: sides.map(({ name, rates }) => ({ name, rates })),
    },
  );
} finally {
  for (const { agent } of sides) agent.destroy();
  await peer?.close();
  await stack.close();
}
