import { destination, type Logger, pino, stdTimeFunctions } from "pino";

export type { Logger };

/** Keys whose values never reach a log line, wherever they stand in it. */
const secretKeys = ["password", "secret", "token", "authorization", "cookie", "apiKey", "api_key", "keyHash"];
const redactPaths = secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `headers["${key}"]`]);

/** One JSON line per entry on standard output; the supervisor prints it for people. */
export function createLogger(name: string, level = "info"): Logger {
  return pino(
    {
      name,
      level,
      base: { name },
      timestamp: stdTimeFunctions.isoTime,
      redact: { paths: redactPaths, censor: "[removed]" },
      serializers: { err: describeError },
      formatters: { level: (label) => ({ level: label }) },
    },
    destination({ dest: 1, sync: true }),
  );
}

/** An error as log fields, with the internal text that callers never see. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: String(error) };
  const internal = "internal" in error && typeof error.internal === "string" ? error.internal : undefined;
  const code = "code" in error ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { type: error.name, message: error.message, code, internal, stack: error.stack, cause };
}
