/**
 * A real Prometheus with Triops as its Alertmanager: how long from a rule that fires to the alert, and back.
 *
 * `pnpm bench prometheus-alerts [-- --turns 3]`: Debian's `prometheus` and, where it is installed,
 * `prometheus-node-exporter` as the target that goes away and comes back; stores, a gateway and a worker of its own.
 * Each turn: the target ends, the rule `up == 0` fires, the alert opens with an incident; it is silenced; the target is
 * back, the rule clears, the alert resolves. The silence holds the next one, which must open no incident.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { create as createKey } from "@triops/domains/api-keys/create";
import { create as createSilence } from "@triops/domains/silences/create";
import { freePort } from "@triops/embedded/ports";
import { startLedger } from "./alerts/ledger.ts";
import { endProcess, startWorker, until } from "./alerts/worker.ts";
import { startGateway } from "./otlp/stack.ts";
import { report } from "./report.ts";

const { values } = parseArgs({
  args: process.argv.slice(2).filter((word) => word !== "--"),
  options: { turns: { type: "string", default: "3" } },
});
const turns = Number(values.turns);
const asked = spawnSync("prometheus", ["--version"], { encoding: "utf8" });
if (asked.status !== 0) throw new Error("There is no prometheus on the PATH (Debian's package of that name)");
const version = /version (\S+)/.exec(`${asked.stdout}${asked.stderr}`)?.[1] ?? "unknown";
const hasExporter = spawnSync("prometheus-node-exporter", ["--version"]).status === 0;

const folder = mkdtempSync(join(tmpdir(), "triops-bench-rules-"));
const ledger = await startLedger();
const { runtime, workspaceId } = ledger;
const children: ChildProcess[] = [];
try {
  const { key } = await createKey.call(ledger.caller(), { name: "prometheus", scopes: ["ingest"] });
  const { gateway, url } = await startGateway(ledger.stores, 0);
  children.push(gateway, await startWorker(ledger.env));
  const target = `127.0.0.1:${await freePort()}`;
  children.push(await startPrometheus(new URL(url).host, target, key));
  const count = (where: object) => runtime.database.alert.count({ where: { workspaceId, ...where } });
  const openedMs: number[] = [];
  const resolvedMs: number[] = [];
  let stop = await startTarget(target);
  for (let turn = 1; turn <= turns; turn++) {
    await until(async () => (await count({ state: "open" })) === 0);
    // A scrape or two with the target in place.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await stop();
    openedMs.push(await until(async () => (await count({ state: "open" })) === 1));
    if (turn === 1) {
      await until(async () => (await count({ state: "open", incidentId: { not: null } })) === 1);
      const endsAt = new Date(Date.now() + 3_600_000).toISOString();
      const matchers = [{ name: "alertname", value: "TargetDown", isRegex: false, isEqual: true }];
      await createSilence.call(ledger.caller(), { matchers, endsAt, comment: "bench" });
      await until(async () => (await count({ state: "open", silenced: true })) === 1);
    }
    stop = await startTarget(target);
    resolvedMs.push(await until(async () => (await count({ state: "open" })) === 0));
  }
  await stop();
  const incidents = await runtime.database.incident.count();
  const told = await count({ ended: "told" });
  if (incidents !== 1 || told !== turns)
    throw new Error(`${incidents} incidents, ${told} alerts told resolved`);
  const median = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  report(
    "prometheus-alerts",
    [
      {
        name: `target gone to alert open, Prometheus ${version}`,
        value: median(openedMs) / 1_000,
        unit: "s",
      },
      { name: "target back to alert resolved", value: median(resolvedMs) / 1_000, unit: "s" },
    ],
    { turns, target: hasExporter ? "node_exporter" : "a page of metrics", openedMs, resolvedMs },
  );
} finally {
  await Promise.all(children.map(endProcess));
  await ledger.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

async function startPrometheus(gateway: string, target: string, key: string): Promise<ChildProcess> {
  const rules = join(folder, "rules.yml");
  const config = join(folder, "prometheus.yml");
  writeFileSync(join(folder, "key"), key, { mode: 0o600 });
  writeFileSync(
    rules,
    [
      "groups:",
      "  - name: targets",
      "    rules:",
      "      - alert: TargetDown",
      "        expr: up == 0",
      "        labels: { severity: critical }",
      '        annotations: { summary: "{{ $labels.instance }} does not answer" }',
    ].join("\n"),
  );
  writeFileSync(
    config,
    [
      "global: { scrape_interval: 1s, scrape_timeout: 1s, evaluation_interval: 1s }",
      `rule_files: ["${rules}"]`,
      "alerting:",
      "  alertmanagers:",
      "    - authorization:",
      `        credentials_file: ${join(folder, "key")}`,
      "      static_configs:",
      `        - targets: ["${gateway}"]`,
      "scrape_configs:",
      "  - job_name: node",
      "    static_configs:",
      `      - targets: ["${target}"]`,
    ].join("\n"),
  );
  const port = await freePort();
  return spawn(
    "prometheus",
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder, "data")}`,
      `--web.listen-address=127.0.0.1:${port}`,
      "--rules.alert.resend-delay=5s",
      "--log.level=warn",
    ],
    { stdio: ["ignore", "ignore", "inherit"] },
  );
}

/** @returns ends it */
async function startTarget(address: string): Promise<() => Promise<void>> {
  if (hasExporter) {
    const args = [`--web.listen-address=${address}`, "--log.level=error"];
    const child = spawn("prometheus-node-exporter", args, { stdio: "ignore" });
    return () => endProcess(child);
  }
  const [host, port] = address.split(":");
  const server = createServer((_request, reply) => reply.end("bench_metric 1\n"));
  await new Promise<void>((resolve) => server.listen(Number(port), host, resolve));
  return async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
}
