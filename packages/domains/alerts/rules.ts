import type { Severity } from "../severity.ts";

/** Words that teams write into the label `severity`. What is unknown or missing is a sev3. */
const severityWords: Readonly<Record<Severity, readonly string[]>> = {
  sev1: ["critical", "page", "emergency", "fatal", "disaster", "p1"],
  sev2: ["error", "major", "high", "p2"],
  sev3: ["warning", "warn", "medium", "average", "p3"],
  sev4: ["info", "informational", "information", "notice", "minor", "low", "none", "p4", "p5"],
};
const severityByWord = new Map<string, Severity>(
  (Object.keys(severityWords) as Severity[]).flatMap((level) => [
    [level, level] as const,
    ...severityWords[level].map((word) => [word, level] as const),
  ]),
);

export const severityOf = (word: string | undefined): Severity =>
  severityByWord.get((word ?? "").toLowerCase()) ?? "sev3";

type Labels = Readonly<Record<string, string>>;

/** What an alert is about, for filters and groups. */
export const serviceOf = (labels: Labels): string | null =>
  labels.service_name || labels.service || labels.job || null;

/** What an alert from outside is called. */
export function titleOf(labels: Labels, annotations: Labels): string {
  const title = annotations.summary || annotations.title || labels.alertname || "Alert without a name";
  return title.slice(0, 300);
}

/**
 * The labels that matchers see: those of the alert, and its severity where it has no label of that name. Missing ones
 * are the empty text.
 */
export const matchableLabels = (alert: { labels: Labels; severity: string }): Labels =>
  alert.labels.severity === undefined ? { ...alert.labels, severity: alert.severity } : alert.labels;

/** Why the button is disabled, or null when the verb applies. */
export const blockedBecause = {
  resolve: (alert: { state: string }) => (alert.state === "resolved" ? "Already resolved" : null),
  silence: (alert: { state: string }) => (alert.state === "resolved" ? "Already resolved" : null),
} as const;
