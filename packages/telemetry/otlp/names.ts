import type { Labels } from "../tables/series.ts";

/**
 * Names as Prometheus translates OTLP ("UnderscoreEscapingWithSuffixes"), so that its dashboards and rules work:
 * https://prometheus.io/docs/guides/opentelemetry/ and github.com/prometheus/otlptranslator.
 */
const unitWords: Record<string, string> = {
  d: "days",
  h: "hours",
  min: "minutes",
  s: "seconds",
  ms: "milliseconds",
  us: "microseconds",
  ns: "nanoseconds",
  By: "bytes",
  KiBy: "kibibytes",
  MiBy: "mebibytes",
  GiBy: "gibibytes",
  TiBy: "tibibytes",
  KBy: "kilobytes",
  MBy: "megabytes",
  GBy: "gigabytes",
  TBy: "terabytes",
  m: "meters",
  V: "volts",
  A: "amperes",
  J: "joules",
  W: "watts",
  g: "grams",
  Cel: "celsius",
  Hz: "hertz",
  "1": "",
  "%": "percent",
};

const perWords: Record<string, string> = {
  s: "second",
  m: "minute",
  h: "hour",
  d: "day",
  w: "week",
  mo: "month",
  y: "year",
};

export type NameKind = "gauge" | "monotonic" | "other";

/** `system.cpu.utilization`, `1`, gauge → `system_cpu_utilization_ratio`. Empty only when nothing usable is left. */
export function metricName(name: string, unit: string, kind: NameKind): string {
  let tokens = name.split(/[^a-zA-Z0-9:]+/).filter((token) => token !== "");
  for (const suffix of unitSuffixes(unit)) if (!tokens.includes(suffix)) tokens.push(suffix);
  if (kind === "monotonic") tokens = [...tokens.filter((token) => token !== "total"), "total"];
  if (kind === "gauge" && unit === "1") tokens = [...tokens.filter((token) => token !== "ratio"), "ratio"];
  const joined = tokens.join("_");
  return /^\d/.test(joined) ? `_${joined}` : joined;
}

function unitSuffixes(unit: string): string[] {
  const slash = unit.indexOf("/");
  const main = word(slash < 0 ? unit : unit.slice(0, slash), unitWords);
  const per = slash < 0 ? "" : word(unit.slice(slash + 1), perWords);
  const suffixes = main === "" ? [] : [main];
  // "per" and its unit stay together, even when the name has one of the words already.
  if (per !== "") suffixes.push(`per_${per}`);
  return suffixes;
}

/** Braces hold remarks such as {request}; they are no unit. */
function word(unit: string, words: Record<string, string>): string {
  const trimmed = unit.trim();
  if (trimmed === "" || /[{}]/.test(trimmed)) return "";
  const known = Object.hasOwn(words, trimmed) ? (words[trimmed] as string) : trimmed;
  return known
    .split(/[^a-zA-Z0-9:]+/)
    .filter((token) => token !== "")
    .join("_");
}

/** `http.route` → `http_route`. A leading digit or underscore gets `key` before it: `__` is reserved. */
export function labelName(name: string): string {
  const escaped = name.replace(/[^a-zA-Z0-9_]/g, "_");
  if (/^\d/.test(escaped)) return `key_${escaped}`;
  return escaped.startsWith("_") ? `key${escaped}` : escaped;
}

/**
 * Label pairs by normalised name, sorted. Names that become equal have their values joined with ";", in the order
 * of the original names; empty values are no labels.
 */
export function normaliseLabels(pairs: Labels): Map<string, string> {
  const labels = new Map<string, string>();
  for (const [key, value] of [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))) {
    if (key === "" || value === "") continue;
    const name = labelName(key);
    const present = labels.get(name);
    labels.set(name, present === undefined ? value : `${present};${value}`);
  }
  return labels;
}

/** Resource attributes that become labels of every series; the rest stays with traces and logs. */
const promoted = new Set([
  "service.name",
  "service.namespace",
  "service.version",
  "deployment.environment",
  "deployment.environment.name",
  "host.name",
  "host.id",
  "container.name",
  "k8s.cluster.name",
  "k8s.namespace.name",
  "k8s.pod.name",
  "k8s.node.name",
  "k8s.deployment.name",
  "k8s.container.name",
  "cloud.region",
  "cloud.availability_zone",
  "process.executable.name",
  "triops.process",
]);

export type ResourceLabels = {
  /** Overridden by an attribute of the same name. */
  labels: Map<string, string>;
  /** `job` and `instance`, which override it. */
  identity: Map<string, string>;
};

export function resourceLabels(pairs: Labels): ResourceLabels {
  const attributes = new Map(pairs);
  const identity = new Map<string, string>();
  const service = attributes.get("service.name");
  const namespace = attributes.get("service.namespace");
  if (service) identity.set("job", namespace ? `${namespace}/${service}` : service);
  const instance = attributes.get("service.instance.id");
  if (instance) identity.set("instance", instance);
  return { labels: normaliseLabels(pairs.filter(([key]) => promoted.has(key))), identity };
}

/** All labels of a series, sorted by name. */
export function seriesLabels(
  resource: ResourceLabels,
  attributes: Labels,
  extra?: readonly [string, string],
): Labels {
  const labels = new Map([...resource.labels, ...normaliseLabels(attributes), ...resource.identity]);
  if (extra) labels.set(extra[0], extra[1]);
  return [...labels].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** As Go prints a float without exponent, which is what `le` and `quantile` carry in Prometheus. */
export function boundText(value: number): string {
  if (value === Infinity) return "+Inf";
  if (value === -Infinity) return "-Inf";
  const text = String(value);
  const [mantissa = "", exponent] = text.split("e");
  if (exponent === undefined) return text;
  const digits = mantissa.replace(/[-.]/g, "");
  const sign = value < 0 ? "-" : "";
  const point = (mantissa.replace("-", "").indexOf(".") + 1 || digits.length + 1) - 1 + Number(exponent);
  if (point <= 0) return `${sign}0.${"0".repeat(-point)}${digits}`;
  return `${sign}${digits.padEnd(point, "0")}`;
}
