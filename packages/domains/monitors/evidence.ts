import type { Finding } from "./judge.ts";
import { signalName } from "./rules.ts";
import { everythingKey, type Rule, recentPoints } from "./watched.ts";

/** Another series that was unusual at about the same time. */
export type Moved = {
  at: number;
  monitorId: string;
  seriesKey: string;
  metric: string;
  labels: Record<string, string>;
  score: number;
  value: number;
};

const movedMax = 5;
/** "At about the same time." */
export const movedWithinMs = 5 * 60_000;
/** Labels that say what a series belongs to, most telling first. */
const placeLabels = ["host_name", "host", "instance", "service_name", "service", "job"] as const;

/** The most unusual other series of the same host or service, the more unusual first. */
export function movedWith(finding: Finding, rule: Rule, moved: readonly Moved[]): Moved[] {
  const { labels, key } = finding.watched;
  const shares = (other: Moved) =>
    placeLabels.some((name) => labels[name] !== undefined && other.labels[name] === labels[name]);
  const best = new Map<string, Moved>();
  for (const other of moved) {
    if (other.monitorId === rule.id && other.seriesKey === key) continue;
    if (Math.abs(other.at - finding.transition.at) > movedWithinMs || !shares(other)) continue;
    const id = `${other.metric}\n${other.seriesKey}`;
    if ((best.get(id)?.score ?? 0) < other.score) best.set(id, other);
  }
  return [...best.values()].sort((a, b) => b.score - a.score).slice(0, movedMax);
}

/** What the alert and its incident are called: the monitor's name and what it is about. */
export function titleOf(
  rule: Pick<Rule, "name">,
  { key, labels }: { key: string; labels: Readonly<Record<string, string>> },
): string {
  if (key === everythingKey) return `${rule.name}: no data arrives at all`;
  const place = placeLabels.find((name) => labels[name]);
  const telling = Object.entries(labels)
    .filter(([name, value]) => value !== "" && !skippedInTitles.has(name) && name !== place)
    .slice(0, 3)
    .map(([name, value]) => `${name} ${value}`);
  const words = [...(place ? [labels[place]] : []), ...telling].join(", ");
  return (words === "" ? rule.name : `${rule.name}: ${words}`).slice(0, 300);
}

/** Labels that hardly ever tell two series of one host apart. */
const skippedInTitles = new Set([
  ...placeLabels,
  "__name__",
  "service_namespace",
  "service_instance_id",
  "service_version",
  "telemetry_sdk_language",
  "telemetry_sdk_name",
  "telemetry_sdk_version",
  "os_type",
  "host_id",
  "host_arch",
  "otel_scope_name",
  "otel_scope_version",
]);

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** Everything that a person needs to see why: stored with the alert, shown beside it. */
export function evidenceOf(rule: Rule, finding: Finding, moved: readonly Moved[]): Record<string, unknown> {
  const { watched, transition, why, value } = finding;
  const { condition, signal } = rule;
  const facts = {
    kind: condition.kind,
    metric: signalName(signal),
    ...(signal.promql === undefined ? {} : { promql: signal.promql }),
    aggregate: signal.aggregate,
    unit: watched.unit,
    value,
    since: new Date(transition.from).toISOString(),
    episode: watched.episode.count,
    again: transition.reason === "again",
    points: recentPoints(watched.recent).map(([at, v]) => [at, finite(v)]),
    moved: movedWith(finding, rule, moved).map(({ at, ...rest }) => ({
      at: new Date(at).toISOString(),
      ...rest,
    })),
  };
  if (condition.kind === "threshold") {
    const { op, value: threshold, recoverValue, forMinutes } = condition;
    return { ...facts, op, threshold, recoverValue: recoverValue ?? threshold, forMinutes };
  }
  if (condition.kind === "absence") return { ...facts, afterMinutes: condition.afterMinutes };
  if (!why) return facts;
  // The detector goes with the series: what was expected is what it expected when this began.
  const { expected, lower, upper } = watched.episode.usual ?? why;
  return {
    ...facts,
    sensitivity: condition.sensitivity,
    direction: condition.direction,
    score: why.score,
    expected: finite(expected),
    lower: finite(lower),
    upper: finite(upper),
    confidence: why.confidence,
    learning: why.learning,
    parts: why.parts.slice(0, 5),
    trainedFrom: watched.trainedFrom === null ? null : new Date(watched.trainedFrom).toISOString(),
    trainedTo: new Date(transition.at).toISOString(),
  };
}
