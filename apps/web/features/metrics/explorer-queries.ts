import { aggregates } from "@triops/domains/metrics/aggregates";
import { type Unit, units } from "@triops/ui/units";
import { readFilters } from "./filter-text.ts";
import { selectionText } from "./selection.ts";

/** One line of the explorer. `id` is its letter and stays with it when lines change places: colours follow it. */
export type ExplorerQuery = {
  id: string;
  /** PromQL as it was last run. */
  text: string;
  mode: "builder" | "code";
  hidden: boolean;
  /** Chosen by hand; otherwise it follows from the metrics. */
  unit: Unit | null;
};

/** Beyond this nobody tells the lines of a chart apart. */
export const queriesMax = 10;
const textMax = 10_000;

export const blankQuery = (id = "A"): ExplorerQuery => ({
  id,
  text: "",
  mode: "builder",
  hidden: false,
  unit: null,
});

export const isBlank = ({ text }: ExplorerQuery): boolean => text.trim() === "";

const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const freeId = (queries: readonly ExplorerQuery[]): string =>
  [...letters].find((letter) => queries.every(({ id }) => id !== letter)) ?? letters[0] ?? "A";

export function withNew(queries: readonly ExplorerQuery[], like?: Partial<ExplorerQuery>): ExplorerQuery[] {
  if (queries.length >= queriesMax) return [...queries];
  return [...queries, { ...blankQuery(freeId(queries)), ...like }];
}

/** A copy stands below its original. */
export function withCopy(queries: readonly ExplorerQuery[], id: string): ExplorerQuery[] {
  const at = queries.findIndex((query) => query.id === id);
  const original = queries[at];
  if (!original || queries.length >= queriesMax) return [...queries];
  return queries.toSpliced(at + 1, 0, { ...original, id: freeId(queries) });
}

/** The last line is emptied rather than removed: there is always one to write in. */
export function without(queries: readonly ExplorerQuery[], id: string): ExplorerQuery[] {
  const left = queries.filter((query) => query.id !== id);
  return left.length === 0 ? [blankQuery()] : left;
}

export function moved(queries: readonly ExplorerQuery[], id: string, by: -1 | 1): ExplorerQuery[] {
  const from = queries.findIndex((query) => query.id === id);
  const query = queries[from];
  const to = from + by;
  if (!query || to < 0 || to >= queries.length) return [...queries];
  return queries.toSpliced(from, 1).toSpliced(to, 0, query);
}

export const changed = (
  queries: readonly ExplorerQuery[],
  id: string,
  change: Partial<ExplorerQuery>,
): ExplorerQuery[] => queries.map((query) => (query.id === id ? { ...query, ...change } : query));

/** As they stand in the address: short keys, nothing that is usual. */
export function toLink(queries: readonly ExplorerQuery[]): unknown[] {
  return queries.map(({ id, text, mode, hidden, unit }) => ({
    i: id,
    ...(text === "" ? {} : { q: text }),
    ...(mode === "code" ? { m: "code" } : {}),
    ...(hidden ? { h: true } : {}),
    ...(unit ? { u: unit } : {}),
  }));
}

/** Links come from anywhere: what is no query is left out. */
export function fromLink(given: unknown): ExplorerQuery[] | null {
  if (!Array.isArray(given)) return null;
  const queries: ExplorerQuery[] = [];
  for (const item of given.slice(0, queriesMax) as Record<string, unknown>[]) {
    if (typeof item !== "object" || item === null) continue;
    const id = typeof item.i === "string" && /^[A-Z]$/.test(item.i) ? item.i : freeId(queries);
    queries.push({
      id: queries.some((query) => query.id === id) ? freeId(queries) : id,
      text: typeof item.q === "string" ? item.q.slice(0, textMax) : "",
      mode: item.m === "code" ? "code" : "builder",
      hidden: item.h === true,
      unit: units.find((unit) => unit === item.u) ?? null,
    });
  }
  return queries.length === 0 ? null : queries;
}

/** What other pages link to: a text (`query`), or a metric with its filters. */
export function fromPage(page: {
  query: string;
  metric: string;
  filters: unknown;
  groupBy: readonly string[];
  aggregate: string;
}): ExplorerQuery[] {
  // What a monitor watches is a metric's name or a whole query; a name has no brackets.
  const query = page.query || (/[([{]/.test(page.metric) ? page.metric : "");
  if (query !== "") return [{ ...blankQuery(), text: query.slice(0, textMax) }];
  if (page.metric === "") return [blankQuery()];
  const text = selectionText({
    metric: page.metric,
    filters: readFilters(page.filters),
    groupBy: [...page.groupBy],
    aggregate: aggregates.find((known) => known === page.aggregate) ?? null,
  });
  return [{ ...blankQuery(), text }];
}
