import type { Source } from "@triops/domains/sources/schemas";

/** What one item of a signal is called. */
const items: Record<string, string> = {
  metrics: "points",
  traces: "spans",
  logs: "records",
  alerts: "alerts",
  changes: "changes",
  predictions: "predictions",
};
export const itemsOf = (signal: string): string => items[signal] ?? "items";

/** A sender that was silent this long is worth a look, ms. */
export const silentAfterMs = 5 * 60_000;

/** Changes and alerts come when something happens: their silence means nothing. */
export const isSilent = ({ signal, lastSeen }: Pick<Source, "signal" | "lastSeen">, nowMs: number): boolean =>
  ["metrics", "traces", "logs"].includes(signal) &&
  lastSeen !== null &&
  nowMs - Date.parse(lastSeen) > silentAfterMs;

/** The sentence under the title. */
export function answerFor(sources: readonly Source[], rejected: number, nowMs: number): string {
  const keys = new Set(sources.map(({ source }) => source)).size;
  if (keys === 0) return "Nothing has been sent in this range.";
  const silent = sources.filter((source) => isSilent(source, nowMs)).length;
  const parts = [`${keys} ${keys === 1 ? "key sends" : "keys send"}`];
  if (silent > 0) parts.push(`${silent} ${silent === 1 ? "has" : "have"} gone silent`);
  parts.push(
    rejected > 0 ? `${rejected.toLocaleString("en")} refused, and it says why` : "nothing was refused",
  );
  return `${parts.join("; ")}. Nothing was dropped.`;
}

/** `OTel-OTLP-Exporter-Python/1.27.0` and the like, as people call them. */
export function agentName(agent: string): string {
  if (agent === "") return "no name given";
  const language = /^OTel-OTLP-Exporter-([A-Za-z+.]+)/i.exec(agent)?.[1];
  const version = /\/(\d[\w.-]*)/.exec(agent)?.[1];
  if (language) return `OpenTelemetry ${language}${version ? ` ${version}` : ""}`;
  return agent;
}
