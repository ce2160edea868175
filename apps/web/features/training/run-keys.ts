import type { Run, SeenKeys } from "@triops/domains/training/schemas";

/** What a column of runs shows: `metrics.rmse`, `params.lr`, `tags.team`. */
export type RunKey = `${"metrics" | "params" | "tags"}.${string}`;

/** Tags that MLflow's client writes for itself: of use one by one, never wanted unasked. */
export const isOwnTag = (key: string): boolean => key.startsWith("mlflow.");

export function partsOf(key: string): { kind: "metrics" | "params" | "tags"; name: string } | null {
  const at = key.indexOf(".");
  const kind = key.slice(0, at);
  if (kind !== "metrics" && kind !== "params" && kind !== "tags") return null;
  const name = key.slice(at + 1);
  return name === "" ? null : { kind, name };
}

/** A key as the filter wants it: names beyond letters, digits and `_` in backticks. */
export function filterName(key: string): string {
  const parts = partsOf(key);
  if (!parts) return key;
  return /^\w+$/.test(parts.name) ? key : `${parts.kind}.\`${parts.name}\``;
}

const usualMetrics = 4;
const usualParams = 4;

/** Columns nobody chose yet: the metrics and params most runs have. */
export function usualKeys(seen: SeenKeys): RunKey[] {
  return [
    ...seen.metrics.slice(0, usualMetrics).map((name): RunKey => `metrics.${name}`),
    ...seen.params.slice(0, usualParams).map((name): RunKey => `params.${name}`),
  ];
}

/** Keys of these runs, most used first: for when nothing else knows them. */
export function keysOf(runs: readonly Pick<Run, "metrics" | "params" | "tags">[]): SeenKeys {
  const ranked = (of: (run: Pick<Run, "metrics" | "params" | "tags">) => object) => {
    const counts = new Map<string, number>();
    for (const run of runs)
      for (const key of Object.keys(of(run))) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([key]) => key);
  };
  return {
    metrics: ranked((run) => run.metrics),
    params: ranked((run) => run.params),
    tags: ranked((run) => run.tags),
  };
}

/** Chosen columns to and from the address: a comma inside a name is escaped, as any sign that would read wrong. */
export const writeKeys = (keys: readonly string[]): string =>
  keys.map((key) => encodeURIComponent(key)).join(",");
export function readKeys(text: string): RunKey[] {
  return text.split(",").flatMap((part) => {
    try {
      const key = decodeURIComponent(part);
      return partsOf(key) ? [key as RunKey] : [];
    } catch {
      return [];
    }
  });
}

/** The order as the API wants it, from the table's column: null for columns it does not sort by. */
export function orderOf(columnId: string, direction: "ascending" | "descending"): string {
  const attribute: Record<string, string> = {
    started: "attributes.start_time",
    name: "attributes.run_name",
    status: "attributes.status",
    user: "attributes.user_id",
  };
  return `${attribute[columnId] ?? filterName(columnId)} ${direction === "ascending" ? "ASC" : "DESC"}`;
}
