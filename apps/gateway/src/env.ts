import { readEnv, storeEnv } from "@triops/kernel/env";
import { z } from "zod";

const { CLICKHOUSE_URL, REDIS_URL, TRIOPS_SECRET_KEY, LOG_LEVEL } = storeEnv;

/** The gateway's settings, read once at boot. It has no Postgres. */
export const readGatewayEnv = (source: Record<string, string | undefined> = process.env) =>
  readEnv(
    {
      CLICKHOUSE_URL,
      REDIS_URL,
      TRIOPS_SECRET_KEY,
      LOG_LEVEL,
      HOST: z.string().default("127.0.0.1"),
      PORT: z.coerce.number().int().min(0).max(65_535).default(4318),
      /** Where spans of our own requests go: the first workspace. Without it none are kept. */
      TRIOPS_INGEST_KEY: z.string().optional(),
      /** Addresses of proxies whose forwarded headers are believed, separated by commas. */
      TRIOPS_TRUSTED_PROXIES: z
        .string()
        .default("")
        .transform((list) =>
          list
            .split(",")
            .map((one) => one.trim())
            .filter(Boolean),
        ),
    },
    source,
  );
