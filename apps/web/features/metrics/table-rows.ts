import type { Sort } from "@triops/ui/data-table";
import type { ExplorerQuery } from "./explorer-queries.ts";
import type { PromqlInstant, PromqlLabels } from "./promql-answer.ts";

export type TableRow = {
  key: string;
  queryId: string;
  labels: PromqlLabels;
  value: number | null;
  /** In place of a value: a string result. */
  text?: string;
};

export function toRows(
  answers: readonly { query: Pick<ExplorerQuery, "id">; answer: PromqlInstant | undefined }[],
): TableRow[] {
  return answers.flatMap(({ query, answer }) =>
    (answer?.rows ?? []).map((row) => ({
      ...row,
      key: `${query.id}${JSON.stringify(row.labels)}`,
      queryId: query.id,
    })),
  );
}

/** Names of all labels, the metric's first, those that tell rows apart before those that never change. */
export function labelsOfRows(rows: readonly TableRow[]): string[] {
  const values = new Map<string, Set<string | undefined>>();
  for (const { labels } of rows) for (const name of Object.keys(labels)) values.set(name, new Set());
  for (const { labels } of rows) for (const [name, seen] of values) seen.add(labels[name]);
  const rank = ([name, seen]: [string, Set<unknown>]) => (name === "__name__" ? 0 : seen.size > 1 ? 1 : 2);
  return [...values.entries()]
    .sort((a, b) => rank(a) - rank(b) || (a[0] < b[0] ? -1 : 1))
    .map(([name]) => name);
}

/** `value.descending` from the address; the greatest first when there is none. */
export function readSort(text: string): Sort {
  const at = text.lastIndexOf(".");
  const direction = text.slice(at + 1);
  if (at <= 0 || (direction !== "ascending" && direction !== "descending")) {
    return { columnId: "value", direction: "descending" };
  }
  return { columnId: text.slice(0, at), direction };
}

/** Rows without the value that is sorted by come last either way. */
export function sortRows(rows: readonly TableRow[], { columnId, direction }: Sort): TableRow[] {
  const sign = direction === "ascending" ? 1 : -1;
  const label = columnId.startsWith("label:") ? columnId.slice("label:".length) : null;
  return rows.toSorted((a, b) => {
    if (columnId === "value") return compareNumbers(a.value, b.value, sign);
    const [left, right] = label === null ? [a.queryId, b.queryId] : [a.labels[label], b.labels[label]];
    if (left === undefined || right === undefined)
      return Number(left === undefined) - Number(right === undefined);
    return sign * left.localeCompare(right, "en", { numeric: true });
  });
}

function compareNumbers(a: number | null, b: number | null, sign: number): number {
  const none = (value: number | null) => value === null || Number.isNaN(value);
  if (none(a) || none(b)) return Number(none(a)) - Number(none(b));
  return a === b ? 0 : sign * ((a ?? 0) < (b ?? 0) ? -1 : 1);
}
