/** How bad something is. One table for marks, badges, thresholds and log lines. */
export const LEVELS = ["sev1", "sev2", "sev3", "sev4", "ok", "unknown"] as const;
export type Level = (typeof LEVELS)[number];

export const LEVEL_LABEL: Record<Level, string> = {
  sev1: "SEV1",
  sev2: "SEV2",
  sev3: "SEV3",
  sev4: "SEV4",
  ok: "OK",
  unknown: "Unknown",
};

/** Fill of shapes and lines. */
export const LEVEL_SOLID: Record<Level, string> = {
  sev1: "text-sev1",
  sev2: "text-sev2",
  sev3: "text-sev3",
  sev4: "text-sev4",
  ok: "text-ok",
  unknown: "text-unknown",
};

/** Words on a tint of the same level. */
export const LEVEL_TINT: Record<Level, string> = {
  sev1: "bg-sev1-tint text-sev1-text",
  sev2: "bg-sev2-tint text-sev2-text",
  sev3: "bg-sev3-tint text-sev3-text",
  sev4: "bg-sev4-tint text-sev4-text",
  ok: "bg-ok-tint text-ok-text",
  unknown: "bg-unknown-tint text-unknown-text",
};

/** CSS colour of a level, for charts. */
export function levelColor(level: Level): string {
  return `var(--color-${level})`;
}
