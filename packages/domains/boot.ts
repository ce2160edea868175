import { createDatabase } from "@triops/database/client";
import { createQueue } from "@triops/jobs/enqueue";
import { createInspector } from "@triops/jobs/inspect";
import { systemClock } from "@triops/kernel/clock";
import type { storeEnv } from "@triops/kernel/env";
import type { Logger } from "@triops/kernel/logger";
import { connectRedis } from "@triops/kernel/redis";
import { createMailer } from "@triops/providers/notify/email";
import { openObjectStore } from "@triops/providers/object-store/object-store";
import { startTracing } from "@triops/providers/tracing";
import { createTelemetry } from "@triops/telemetry/client/telemetry";
import { z } from "zod";
import { jobs } from "./register.ts";
import type { Runtime } from "./runtime.ts";

const ranges = z.string().transform((list) =>
  list
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean),
);

/** Settings of processes that run verbs, beside the stores'. */
export const productEnv = {
  SMTP_URL: z.string().optional(),
  /** Ranges such as `10.20.0.0/16,127.0.0.0/8` that scrape targets may lie in although they are not public. */
  TRIOPS_SCRAPE_CIDRS: ranges.optional(),
  /** The same for webhooks of the registry; with it they may also be plain http. */
  TRIOPS_WEBHOOK_CIDRS: ranges.optional(),
  /** The same for providers of language models. */
  TRIOPS_PROVIDER_CIDRS: ranges.optional(),
  /** Folder with one folder per workspace (its slug), in which file service discovery may read. */
  TRIOPS_DISCOVERY_DIR: z.string().optional(),
  MAIL_FROM: z.string().default("Triops <triops@localhost>"),
  /** Where our own spans go: the first workspace. Without it none are kept. */
  TRIOPS_INGEST_KEY: z.string().optional(),
} as const;

type BootEnv = z.infer<z.ZodObject<typeof storeEnv & typeof productEnv>>;

/**
 * Builds what verbs run on, once per process; `service` names it in our own traces. Nothing here waits for a
 * store: each call finds out by itself whether it is there.
 */
export function createRuntime(
  env: BootEnv,
  log: Logger,
  service = "triops-web",
): { runtime: Runtime; close(): Promise<void> } {
  const tracing = startTracing({
    service,
    gatewayUrl: env.TRIOPS_GATEWAY_URL,
    ingestKey: env.TRIOPS_INGEST_KEY,
  });
  const database = createDatabase(env.DATABASE_URL);
  const telemetry = createTelemetry({ url: env.CLICKHOUSE_URL, log });
  const redis = connectRedis(env.REDIS_URL, "command", (error) => log.warn({ err: error }, "redis"));
  const queue = createQueue({ redisUrl: env.REDIS_URL, log });
  const inspector = createInspector({ redisUrl: env.REDIS_URL, jobs, log });
  const runtime: Runtime = {
    database,
    telemetry,
    redis,
    objects: openObjectStore(env.OBJECT_STORE_URL),
    queue,
    inspector,
    mailer: createMailer({ smtpUrl: env.SMTP_URL, from: env.MAIL_FROM }),
    clock: systemClock,
    log,
    secretKey: env.TRIOPS_SECRET_KEY,
    webUrl: env.TRIOPS_WEB_URL,
    gatewayUrl: env.TRIOPS_GATEWAY_URL,
    webhooks: { allowedCidrs: env.TRIOPS_WEBHOOK_CIDRS ?? [] },
    providers: { allowedCidrs: env.TRIOPS_PROVIDER_CIDRS ?? [] },
    scraping: { allowedCidrs: env.TRIOPS_SCRAPE_CIDRS ?? [], discoveryDir: env.TRIOPS_DISCOVERY_DIR ?? null },
  };
  return {
    runtime,
    async close() {
      await queue.close();
      await inspector.close();
      redis.disconnect();
      await telemetry.close();
      await database.$disconnect();
      await tracing.close();
    },
  };
}
