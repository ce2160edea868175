import { readEnv } from "@triops/kernel/env";
import { z } from "zod";

const port = z.coerce.number().int().min(1).max(65_535);

/** The command line's own settings; options given on the line win over these. */
export const readCliEnv = () =>
  readEnv(
    {
      TRIOPS_PORT: port.default(3000),
      TRIOPS_GATEWAY_PORT: port.default(4318),
      TRIOPS_DATA: z.string().default(".triops"),
      /** Stores that run elsewhere; each replaces the embedded one. */
      DATABASE_URL: z.url().optional(),
      CLICKHOUSE_URL: z.url().optional(),
      REDIS_URL: z.url().optional(),
      /** Name of the ClickHouse cluster whose nodes hold the telemetry tables; none for a single server. */
      CLICKHOUSE_CLUSTER: z.string().optional(),
      OBJECT_STORE_URL: z.string().optional(),
      TRIOPS_SECRET_KEY: z.string().min(32, "at least 32 characters").optional(),
      /** Addresses people and machines use when they are not loopback, e.g. behind a proxy. */
      TRIOPS_WEB_URL: z.url().optional(),
      TRIOPS_GATEWAY_URL: z.url().optional(),
      LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
      NO_COLOR: z.string().optional(),
      /** Set by `npm start`: when that process is gone, the whole stack stops. */
      TRIOPS_STARTER_PID: z.coerce.number().int().optional(),
    },
    process.env,
  );

export type CliEnv = ReturnType<typeof readCliEnv>;

/** The environment children inherit: what the operator set (mail, proxies, object store) reaches the apps. */
export const inheritedEnv = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith("npm_"),
    ),
  );
