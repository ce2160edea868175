import { readEnv, storeEnv } from "@triops/kernel/env";
import { z } from "zod";

/** The collector's settings; `plan.ts` sets them. */
export const readMonitoringEnv = () =>
  readEnv(
    {
      DATABASE_URL: storeEnv.DATABASE_URL,
      CLICKHOUSE_URL: storeEnv.CLICKHOUSE_URL,
      REDIS_URL: storeEnv.REDIS_URL,
      LOG_LEVEL: storeEnv.LOG_LEVEL,
      /** Metrics go to the workspace of this key. */
      TRIOPS_INGEST_KEY: z.string().min(1),
      /** Where to send, and whom to ask how they are; loopback addresses of this installation. */
      TRIOPS_MONITORING_GATEWAY_URL: z.url(),
      TRIOPS_MONITORING_WORKER_URL: z.url(),
      TRIOPS_MONITORING_WEB_URL: z.url(),
      TRIOPS_MONITORING_SECONDS: z.coerce.number().int().min(1).max(300).default(10),
    },
    process.env,
  );
