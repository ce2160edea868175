import { readEnv, storeEnv } from "@triops/kernel/env";
import { z } from "zod";

const { CLICKHOUSE_URL, REDIS_URL, OBJECT_STORE_URL, TRIOPS_SECRET_KEY, LOG_LEVEL } = storeEnv;

const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

/** The gateway's settings, read once at boot. It has no Postgres. */
export const readGatewayEnv = (source: Record<string, string | undefined> = process.env) =>
  readEnv(
    {
      CLICKHOUSE_URL,
      REDIS_URL,
      OBJECT_STORE_URL,
      TRIOPS_SECRET_KEY,
      LOG_LEVEL,
      HOST: z.string().default("127.0.0.1"),
      PORT: z.coerce.number().int().min(0).max(65_535).default(4318),
      /** Where spans of our own requests go: the first workspace. Without it none are kept. */
      TRIOPS_INGEST_KEY: z.string().optional(),
      /** Ranges such as `10.20.0.0/16` that outside model servers may lie in although they are not public; those of scrape targets. */
      TRIOPS_SCRAPE_CIDRS: z.string().default("").transform(listOf),
      /** The same for providers of language models. */
      TRIOPS_PROVIDER_CIDRS: z.string().default("").transform(listOf),
      /** Where finished model calls wait for their stores, on this machine's disk: for the gateways of one machine only. */
      TRIOPS_SPOOL_DIR: z.string().min(1).default(".triops/spool"),
      /** Addresses of proxies whose forwarded headers are believed, separated by commas. */
      TRIOPS_TRUSTED_PROXIES: z.string().default("").transform(listOf),
    },
    source,
  );
