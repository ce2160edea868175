"use client";
import { useQueries } from "@tanstack/react-query";
import type { Unit } from "@triops/ui/units";
import type { ExplorerQuery } from "./explorer-queries.ts";
import { metricNames, type Span } from "./reads.ts";
import type { QueryReader } from "./use-query-reader.ts";

/** Metrics of one page whose units are asked for. */
const metricsMax = 20;

/** Unit of each query by its letter: chosen by hand, else as its metrics' units and its functions tell. */
export function useUnits(
  queries: readonly ExplorerQuery[],
  reader: QueryReader | null,
  span: Span,
): Map<string, Unit> {
  const exprs = new Map(
    queries.map(({ id, text }) => [id, text === "" ? null : (reader?.parsed(text) ?? null)]),
  );
  const names = [
    ...new Set([...[...exprs.values()].flatMap((expr) => (expr && reader ? reader.metricsIn(expr) : []))]),
  ].slice(0, metricsMax);
  const found = useQueries({ queries: names.map((name) => metricNames(span, name)) });
  const units = new Map(
    names.map((name, at) => [name, found[at]?.data?.data.find((metric) => metric.metric === name)?.unit]),
  );
  return new Map(
    queries.map((query): [string, Unit] => {
      if (query.unit) return [query.id, query.unit];
      const expr = exprs.get(query.id);
      return [query.id, expr && reader ? reader.unitOfQuery(expr, (name) => units.get(name)) : "none"];
    }),
  );
}
