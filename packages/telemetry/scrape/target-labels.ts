import type { LabelSet, Relabel } from "./relabel.ts";

export type TargetGroup = { targets: readonly string[]; labels: Readonly<Record<string, string>> };

/** What of a scrape job decides where its targets are. */
export type JobPlace = {
  name: string;
  scheme: "http" | "https";
  metricsPath: string;
  params: Readonly<Record<string, string>>;
  intervalSeconds: number;
  timeoutSeconds: number;
};

export type Target = {
  url: string;
  /** Before relabelling, with what begins with `__`. */
  discovered: Record<string, string>;
  /** Of every series that it gives. */
  labels: Record<string, string>;
};

export type PlacedTarget = { target: Target } | { dropped: Record<string, string> } | { fault: string };

/**
 * One discovered address, with its labels before and after relabelling, as Prometheus builds it: `__address__`,
 * `__scheme__`, `__metrics_path__` and `__param_…` decide the address and may be relabelled; `instance` is the address
 * unless it was set.
 */
export function placeTarget(
  job: JobPlace,
  address: string,
  groupLabels: Readonly<Record<string, string>>,
  relabel: Relabel,
): PlacedTarget {
  const discovered: Record<string, string> = {
    __address__: address,
    __scheme__: job.scheme,
    __metrics_path__: job.metricsPath,
    job: job.name,
    ...Object.fromEntries(Object.entries(job.params).map(([name, value]) => [`__param_${name}`, value])),
    ...groupLabels,
  };
  const labels: LabelSet = new Map(Object.entries(discovered).filter(([, value]) => value !== ""));
  if (!relabel(labels)) return { dropped: discovered };
  const place = labels.get("__address__") ?? "";
  if (place === "") return { fault: "relabelling left no __address__" };
  const url = urlOf(labels, place, job.params);
  if (url === null) return { fault: `${place.slice(0, 200)} is no address` };
  const shown = Object.fromEntries([...labels].filter(([name]) => !name.startsWith("__")));
  return { target: { url, discovered, labels: { instance: place, ...shown } } };
}

function urlOf(labels: LabelSet, place: string, params: Readonly<Record<string, string>>): string | null {
  const scheme = labels.get("__scheme__") ?? "http";
  const path = labels.get("__metrics_path__") ?? "/metrics";
  // An address is host and port; anything with a path or a user belongs into the other fields.
  if (!/^https?$/.test(scheme) || /[/@?#\s]/.test(place)) return null;
  const url = URL.parse(`${scheme}://${place}${path.startsWith("/") ? path : `/${path}`}`);
  if (!url) return null;
  for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
  for (const [name, value] of labels)
    if (name.startsWith("__param_")) url.searchParams.set(name.slice("__param_".length), value);
  return url.href;
}

/** When a target is due: spread over the interval by its address, so that many do not start together. */
export function nextScrapeMs(key: string, intervalMs: number, nowMs: number): number {
  let hashed = 2_166_136_261;
  for (let i = 0; i < key.length; i++) hashed = Math.imul(hashed ^ key.charCodeAt(i), 16_777_619) >>> 0;
  const offset = hashed % intervalMs;
  const rest = (nowMs - offset) % intervalMs;
  return nowMs - rest + (rest < 0 ? 0 : intervalMs);
}
