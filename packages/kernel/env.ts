import { z } from "zod";

/**
 * Reads a process's settings once. All faults are reported together, each with its variable's name,
 * and an empty variable counts as absent: a blank secret must never become the secret "".
 */
export function readEnv<Shape extends z.ZodRawShape>(
  shape: Shape,
  source: Record<string, string | undefined>,
): z.infer<z.ZodObject<Shape>> {
  const present = Object.fromEntries(
    Object.keys(shape)
      .map((name) => [name, source[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ""),
  );
  const result = z.object(shape).safeParse(present);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`These settings are missing or wrong:\n${faults.join("\n")}`);
}

/** Settings every server process shares. */
export const storeEnv = {
  DATABASE_URL: z.url(),
  CLICKHOUSE_URL: z.url(),
  REDIS_URL: z.url(),
  OBJECT_STORE_URL: z.string().min(1),
  TRIOPS_SECRET_KEY: z.string().min(32, "at least 32 characters"),
  TRIOPS_WEB_URL: z.url(),
  TRIOPS_GATEWAY_URL: z.url(),
  LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
} as const;
