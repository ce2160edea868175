"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Variable } from "@triops/domains/dashboards/schemas";
import { parseAsNativeArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { callProm } from "./label-values.ts";
import { type Options, resolveOptions } from "./resolve.ts";
import { type Bound, bindVariable, type Scope } from "./scope.ts";

export type Variables = {
  bound: ReadonlyMap<string, Bound>;
  options: Options;
  faults: ReadonlyMap<string, string>;
  /** Before that, panels that mention variables would ask for nothing sensible. */
  ready: boolean;
  set(name: string, values: readonly string[] | null): void;
};

const hourMs = 3_600_000;
const nothing: Options = new Map();
const noFaults: ReadonlyMap<string, string> = new Map();

/** The variables of a dashboard: options from what has been sent, values from the address (`var-name=`). */
export function useVariables(
  variables: readonly Variable[],
  stretch: { fromMs: number; toMs: number },
): Variables {
  const parsers = Object.fromEntries(
    variables.map(({ name }) => [`var-${name}`, parseAsNativeArrayOf(parseAsString)]),
  );
  const [linkedByKey, setLinked] = useQueryStates(parsers);
  const linkedText = JSON.stringify(variables.map(({ name }) => [name, linkedByKey[`var-${name}`] ?? []]));
  const linked = useMemo(() => new Map(JSON.parse(linkedText) as [string, string[]][]), [linkedText]);
  const asks = variables.some((one) => one.kind === "query");
  // Options move with the hour: a host does not come and go with the clock.
  const span = {
    fromMs: Math.floor(stretch.fromMs / hourMs) * hourMs,
    toMs: Math.ceil(stretch.toMs / hourMs) * hourMs,
  };
  const found = useQuery({
    queryKey: ["dashboards", "options", variables, linkedText, span],
    enabled: asks,
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      resolveOptions(variables, linked, { ...span, intervalSeconds: 60 }, (question, pattern) =>
        callProm(question, pattern, span, signal),
      ),
  });
  const text = JSON.stringify(variables);
  const options = asks ? (found.data?.options ?? nothing) : nothing;
  const bound = useMemo(() => {
    const all = JSON.parse(text) as Variable[];
    return new Map(
      all.map((variable) => [
        variable.name,
        bindVariable(
          variable,
          linked.get(variable.name) ?? null,
          options.get(variable.name) ?? variable.values,
        ),
      ]),
    );
  }, [text, linked, options]);
  return {
    bound,
    options: asks ? options : new Map(variables.map((one) => [one.name, one.values])),
    faults: found.data?.faults ?? noFaults,
    ready: !asks || found.data !== undefined || found.isError,
    set: (name, values) => void setLinked({ [`var-${name}`]: values ? [...values] : null }),
  };
}

export const scopeOf = (bound: Variables["bound"], stretch: { fromMs: number; toMs: number }): Scope => ({
  ...stretch,
  variables: bound,
  intervalSeconds: 60,
});
