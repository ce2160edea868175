import { arch, hostname, platform, release } from "node:os";
import { createLogger } from "@triops/kernel/logger";
import { onShutdown } from "@triops/kernel/shutdown";
import { watchVitals } from "@triops/kernel/vitals";
import { readMonitoringEnv } from "./env.ts";
import { startExport } from "./export.ts";
import { createPortableCollector } from "./host/elsewhere.ts";
import { createLinuxCollector } from "./host/linux.ts";
import { hostMetrics } from "./host/metrics.ts";
import { readGateway } from "./triops/gateway.ts";
import { describeHealth, readHealth } from "./triops/health.ts";
import { triopsMetrics } from "./triops/metrics.ts";
import { createProcessCollector } from "./triops/processes.ts";
import { createStoreCollector } from "./triops/stores.ts";

const env = readMonitoringEnv();
const log = createLogger("monitoring", env.LOG_LEVEL);
const isLinux = platform() === "linux";
const host = { "host.name": hostname(), "host.arch": arch(), "os.type": platform(), "os.version": release() };
const target = {
  gatewayUrl: env.TRIOPS_MONITORING_GATEWAY_URL,
  ingestKey: env.TRIOPS_INGEST_KEY,
  everyMs: env.TRIOPS_MONITORING_SECONDS * 1_000,
  log,
};

const vitals = watchVitals();
const stores = createStoreCollector(
  { databaseUrl: env.DATABASE_URL, clickhouseUrl: env.CLICKHOUSE_URL, redisUrl: env.REDIS_URL },
  log,
);
const processes = isLinux ? createProcessCollector(process.ppid) : async () => [];

const exports = [
  startExport({
    ...target,
    resource: { "service.name": "host", ...host },
    catalogue: hostMetrics,
    collect: isLinux ? createLinuxCollector() : createPortableCollector(),
  }),
  startExport({
    ...target,
    resource: { "service.name": "triops", "host.name": host["host.name"] },
    catalogue: triopsMetrics,
    async collect() {
      const parts = await Promise.all([
        processes(),
        stores.collect(),
        readGateway(env.TRIOPS_MONITORING_GATEWAY_URL),
        readHealth("gateway", new URL("/health", env.TRIOPS_MONITORING_GATEWAY_URL).href),
        readHealth("worker", new URL("/health", env.TRIOPS_MONITORING_WORKER_URL).href),
        readHealth("web", new URL("/api/health", env.TRIOPS_MONITORING_WEB_URL).href),
      ]);
      return [...parts.flat(), ...describeHealth("monitoring", { process: vitals.read() })];
    },
  }),
];
log.info({ everySeconds: env.TRIOPS_MONITORING_SECONDS }, "watching this machine and Triops itself");

onShutdown(log, async () => {
  await Promise.all(exports.map((one) => one.close()));
  await stores.close();
});
