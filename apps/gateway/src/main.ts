import { createLogger } from "@triops/kernel/logger";
import { watchParent } from "@triops/kernel/parent-watch";
import { onShutdown } from "@triops/kernel/shutdown";
import { nodeVersionFault } from "@triops/kernel/versions";
import { startTracing } from "@triops/providers/tracing";
import { createTelemetry } from "@triops/telemetry/client/telemetry";
import { readGatewayEnv } from "./env.ts";
import { createGateway } from "./server.ts";

const env = readGatewayEnv();
const log = createLogger("gateway", env.LOG_LEVEL);
const version = nodeVersionFault(process.versions.node);
if (version?.kind === "unsupported") throw new Error(version.text);
if (version) log.warn(version.text);

const tracing = startTracing({
  service: "triops-gateway",
  // Itself, at its own front door.
  gatewayUrl: `http://127.0.0.1:${env.PORT}`,
  ingestKey: env.TRIOPS_INGEST_KEY,
});
const gateway = await createGateway({
  telemetry: createTelemetry({ url: env.CLICKHOUSE_URL, log }),
  redisUrl: env.REDIS_URL,
  secretKey: env.TRIOPS_SECRET_KEY,
  objectStoreUrl: env.OBJECT_STORE_URL,
  allowedCidrs: env.TRIOPS_SCRAPE_CIDRS,
  providerCidrs: env.TRIOPS_PROVIDER_CIDRS,
  spoolDir: env.TRIOPS_SPOOL_DIR,
  trustedProxies: env.TRIOPS_TRUSTED_PROXIES,
  log,
});
onShutdown(log, async () => {
  await tracing.close();
  await gateway.close();
});
// A supervisor that was killed cannot tell its children: they notice.
if (process.connected) watchParent(() => process.kill(process.pid, "SIGTERM"));
const address = await gateway.listen(env.HOST, env.PORT);
log.info({ address }, "gateway is up");
