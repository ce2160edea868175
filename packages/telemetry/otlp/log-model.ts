import type { LogRow } from "../tables/logs.ts";

/** Why a log record was not stored. */
export type LogRefusal = "too_old" | "too_far_ahead" | "body_length";

/** The record as sent, before any check: what both encodings are decoded to. */
export type DecodedLog = Omit<
  LogRow,
  "level" | "sessionId" | "templateId" | "id" | "timeNs" | "observedNs"
> & {
  /** 0 where the sender gave none. */
  timeNs: bigint;
  observedNs: bigint;
};

export type LogLimits = { oldestMs: number; newestMs: number; nowMs: number; bodyCharsMax: number };

export const logLevels = ["trace", "debug", "info", "warn", "error", "fatal"] as const;
export type LogLevel = (typeof logLevels)[number];

/** A record that can be stored, but for its template and id. */
export type CheckedLog = Omit<LogRow, "templateId" | "id">;

/**
 * Records without a time of their own get that of their observation, as the data model says, or of their arrival.
 * Ids that are not ids count as absent: the record is worth keeping without them.
 */
export function checkLog(log: DecodedLog, limits: LogLimits): CheckedLog | LogRefusal {
  const arrivedNs = BigInt(limits.nowMs) * 1_000_000n;
  const observedNs = log.observedNs === 0n ? arrivedNs : log.observedNs;
  const timeNs = log.timeNs === 0n ? observedNs : log.timeNs;
  const timeMs = Number(timeNs / 1_000_000n);
  if (timeMs < limits.oldestMs) return "too_old";
  if (timeMs > limits.newestMs) return "too_far_ahead";
  if (log.body.length > limits.bodyCharsMax) return "body_length";
  return {
    ...log,
    timeNs,
    // A collector's clock that is far off says nothing: the arrival is what is known.
    observedNs: observedNs > arrivedNs || observedNs < timeNs - dayNs ? arrivedNs : observedNs,
    level: levelOf(log.severityNumber, log.severityText),
    traceId: validId(log.traceId, 32),
    spanId: validId(log.spanId, 16),
    sessionId: log.attributes.find(([key]) => key === "session.id")?.[1] ?? "",
  };
}

const dayNs = 86_400_000_000_000n;

const validId = (id: string, chars: number): string => (id.length === chars && !/^0+$/.test(id) ? id : "");

const levelByWord: Record<string, LogLevel> = {
  trace: "trace",
  verbose: "trace",
  debug: "debug",
  info: "info",
  information: "info",
  informational: "info",
  notice: "info",
  warn: "warn",
  warning: "warn",
  err: "error",
  error: "error",
  severe: "error",
  critical: "fatal",
  crit: "fatal",
  alert: "fatal",
  emergency: "fatal",
  emerg: "fatal",
  panic: "fatal",
  fatal: "fatal",
};

/** Four numbers a level from 1 (https://opentelemetry.io/docs/specs/otel/logs/data-model/); without one, the text tells. */
export function levelOf(severityNumber: number, severityText: string): LogLevel | "" {
  if (severityNumber >= 1 && severityNumber <= 24)
    return logLevels[Math.floor((severityNumber - 1) / 4)] as LogLevel;
  const word = severityText.trim().toLowerCase();
  return (Object.hasOwn(levelByWord, word) && levelByWord[word]) || "";
}
