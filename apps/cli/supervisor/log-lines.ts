/** One line of a child's output, as people read it. */
export interface LogLine {
  level: "debug" | "info" | "warn" | "error";
  text: string;
}

const PINO_LEVELS: Record<string, LogLine["level"]> = {
  "10": "debug",
  "20": "debug",
  "30": "info",
  "40": "warn",
  "50": "error",
  "60": "error",
  trace: "debug",
  debug: "debug",
  info: "info",
  warn: "warn",
  error: "error",
  fatal: "error",
};
const SKIPPED_FIELDS = new Set(["level", "time", "name", "msg", "pid", "hostname", "v"]);
const FIELD_CHARACTERS_MAX = 200;

function field(key: string, value: unknown): string {
  if (key === "err" && typeof value === "object" && value !== null) {
    const error = value as { type?: unknown; message?: unknown; stack?: unknown; internal?: unknown };
    const where = typeof error.stack === "string" ? firstFrame(error.stack) : "";
    return [error.message, error.internal, where]
      .filter((part) => typeof part === "string" && part !== "")
      .join(" ");
  }
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "");
  return `${key}=${text.length > FIELD_CHARACTERS_MAX ? `${text.slice(0, FIELD_CHARACTERS_MAX)}…` : text}`;
}

function firstFrame(stack: string): string {
  const frame = stack
    .split("\n")
    .find((line) => line.trim().startsWith("at ") && !line.includes("node_modules"));
  return frame ? `(${frame.trim()})` : "";
}

function fromJson(line: string): LogLine | undefined {
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    const rest = Object.entries(entry)
      .filter(([key, value]) => !SKIPPED_FIELDS.has(key) && value !== undefined && value !== "")
      .map(([key, value]) => field(key, value));
    return {
      level: PINO_LEVELS[String(entry.level)] ?? "info",
      text: [String(entry.msg ?? ""), ...rest].join(" ").trim(),
    };
  } catch {
    return undefined;
  }
}

/** `LOG:  text` of Postgres, `123:M 23 Nov 2026 07:32:15.932 # text` of Redis; both chat at start and stop. */
function fromStore(line: string): LogLine | undefined {
  const postgres =
    /^(DEBUG\d?|LOG|INFO|NOTICE|WARNING|ERROR|FATAL|PANIC|DETAIL|HINT|STATEMENT|CONTEXT):\s+(.*)$/.exec(line);
  if (postgres) {
    const [, kind = "", text = ""] = postgres;
    // What a stopping server says to its last clients.
    if (/administrator command|the database system is/.test(text)) return { level: "debug", text };
    if (kind === "WARNING") return { level: "warn", text };
    if (kind === "FATAL" || kind === "PANIC" || kind === "ERROR") return { level: "error", text };
    return { level: "debug", text };
  }
  const redis = /^\d+:(?:signal-handler \(\d+\)|[A-Z] \d+ \w+ \d+ [\d:.]+ [.\-*#])\s*(.*)$/.exec(line);
  if (redis) {
    const text = redis[1] ?? "";
    if (/overcommit|oO0Oo|Redis version|Configuration loaded/.test(text)) return { level: "debug", text };
    return { level: /fatal|bad file format|error|oom/i.test(text) ? "error" : "debug", text };
  }
  return undefined;
}

/** Reads a line of JSON, of a store, or plain text. */
export function readLogLine(line: string): LogLine {
  if (line.startsWith("{")) return fromJson(line) ?? { level: "info", text: line };
  return fromStore(line) ?? { level: "info", text: line };
}
