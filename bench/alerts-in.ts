/**
 * Alerts a second from a Prometheus: through the gateway until in Postgres, deduplicated, and in their incidents.
 *
 * `pnpm bench alerts-in [-- --alerts 20000 --services 200 --rounds 3]`: stores, a gateway and a worker of its own. All
 * alerts are sent once (new ones), then `rounds` times again (what Prometheus does each minute), 256 a request over two
 * connections. The clock of each phase stops when the last one stands in Postgres, of the first also when all of them
 * are in an incident. Debian's Alertmanager takes the same requests where it is installed; it keeps them in memory.
 */
import type { ChildProcess } from "node:child_process";
import { parseArgs } from "node:util";
import { create as createKey } from "@triops/domains/api-keys/create";
import { intakeStream } from "@triops/domains/intake/schemas";
import { startAlertmanager } from "./alerts/alertmanager.ts";
import { startLedger } from "./alerts/ledger.ts";
import { endProcess, startWorker, until } from "./alerts/worker.ts";
import { startGateway } from "./otlp/stack.ts";
import { type Figure, report } from "./report.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: {
    alerts: { type: "string", default: "20000" },
    services: { type: "string", default: "200" },
    rounds: { type: "string", default: "3" },
  },
});
const total = Number(values.alerts);
const services = Number(values.services);
const rounds = Number(values.rounds);
const perRequest = 256;
const connections = 2;
const startedAt = new Date().toISOString();

/** What Prometheus would send of its i-th rule at this moment. */
const alertOf = (i: number, now: number) => ({
  labels: {
    alertname: `Rule${i % 50}`,
    service: `service-${i % services}`,
    instance: `10.0.${Math.floor(i / 250)}.${i % 250}:9100`,
    job: "node",
    severity: ["critical", "warning", "info"][i % 3],
    series: `${i}`,
  },
  annotations: {
    summary: `Rule ${i % 50} of ${i}`,
    description: "It has been beyond its limit for ten minutes.",
  },
  startsAt: startedAt,
  endsAt: new Date(now + 240_000).toISOString(),
  generatorURL: "http://prometheus.example:9090/graph?g0.expr=up+%3D%3D+0",
});

function bodies(): string[] {
  const now = Date.now();
  const made: string[] = [];
  for (let first = 0; first < total; first += perRequest) {
    const size = Math.min(perRequest, total - first);
    made.push(JSON.stringify(Array.from({ length: size }, (_, i) => alertOf(first + i, now))));
  }
  return made;
}

async function sendAll(url: string, headers: Record<string, string>, waiting: string[]): Promise<void> {
  const connection = async () => {
    for (let body = waiting.shift(); body; body = waiting.shift()) {
      const reply = await fetch(url, { method: "POST", headers, body });
      if (reply.status !== 200) throw new Error(`${url} answered ${reply.status}: ${await reply.text()}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, connection));
}

const ledger = await startLedger();
const { runtime, workspaceId } = ledger;
const peer = await startAlertmanager();
let gateway: ChildProcess | undefined;
let worker: ChildProcess | undefined;
try {
  const { key } = await createKey.call(ledger.caller(), { name: "bench", scopes: ["ingest"] });
  const started = await startGateway(ledger.stores, 0);
  gateway = started.gateway;
  worker = await startWorker(ledger.env);
  const url = `${started.url}/api/v2/alerts`;
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const count = (where: object) => runtime.database.alert.count({ where: { workspaceId, ...where } });
  const rate = (number: number, fromMs: number) => (number * 1_000) / (performance.now() - fromMs);

  const first = performance.now();
  await sendAll(url, headers, bodies());
  const acknowledged = rate(total, first);
  await until(async () => (await count({})) >= total);
  const stored = rate(total, first);
  await until(async () => (await count({ incidentId: null })) === 0);
  const gathered = rate(total, first);

  const again = performance.now();
  for (let round = 0; round < rounds; round++) await sendAll(url, headers, bodies());
  await until(async () => (await runtime.redis.xlen(intakeStream("alerts"))) === 0);
  const repeated = rate(total * rounds, again);

  const [kept] = await runtime.database.$queryRaw<{ alerts: number; claims: number }[]>`
    SELECT count(*)::int AS alerts, sum(occurrences)::int AS claims FROM alerts`;
  const incidents = await runtime.database.incident.count();
  const exact = kept?.alerts === total && kept.claims === total * (rounds + 1) && incidents === services;
  if (!exact) throw new Error(`Kept ${JSON.stringify(kept)} and ${incidents} incidents, not what was sent`);

  let peerRate: number | null = null;
  if (peer) {
    const from = performance.now();
    await sendAll(`${peer.url}/api/v2/alerts`, { "content-type": "application/json" }, bodies());
    peerRate = rate(total, from);
  }
  const against = (figure: Figure): Figure =>
    peer && peerRate !== null
      ? { ...figure, peer: { name: `Alertmanager ${peer.version}`, value: peerRate, note: "in memory" } }
      : figure;
  report(
    "alerts-in",
    [
      against({
        name: "new alerts acknowledged, durable in the queue",
        value: acknowledged,
        unit: "alerts/s",
      }),
      against({ name: "new alerts in Postgres", value: stored, unit: "alerts/s" }),
      { name: "new alerts in their incidents", value: gathered, unit: "alerts/s" },
      against({ name: "repeated alerts, deduplicated", value: repeated, unit: "alerts/s" }),
    ],
    { alerts: total, services, rounds, perRequest, connections, incidents },
  );
} finally {
  await Promise.all([gateway, worker].map(endProcess));
  await peer?.close();
  await ledger.close();
}
