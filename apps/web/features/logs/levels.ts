import type { Level } from "@triops/ui/levels";

/** Worst first. The store's words; records without a severity have the empty one. */
export const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", ""] as const;
export type LogLevel = (typeof logLevels)[number];

type Look = { label: string; mark: Level; color: string };

const looks: Record<LogLevel, Look> = {
  fatal: { label: "Fatal", mark: "sev1", color: "var(--color-sev1)" },
  error: { label: "Error", mark: "sev2", color: "var(--color-sev2)" },
  warn: { label: "Warn", mark: "sev3", color: "var(--color-sev3)" },
  info: { label: "Info", mark: "sev4", color: "var(--color-sev4)" },
  debug: { label: "Debug", mark: "unknown", color: "var(--color-ink-3)" },
  trace: { label: "Trace", mark: "unknown", color: "var(--color-line-control)" },
  "": { label: "No level", mark: "unknown", color: "var(--color-line)" },
};

export const levelLook = (level: string): Look => looks[level as LogLevel] ?? looks[""];
