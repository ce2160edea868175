import type { Metric } from "@triops/domains/metrics/schemas";
import { paths } from "../../shell/paths.ts";
import { type ExplorerQuery, isBlank } from "./explorer-queries.ts";
import type { Result } from "./use-results.ts";

/** What stands at the top: the metric in words when there is one, else how much is shown. */
export function answerOf(
  queries: readonly ExplorerQuery[],
  results: readonly Pick<Result, "seriesTotal" | "pending">[],
  known: readonly Metric[],
): string {
  if (queries.every(isBlank)) return "Choose a metric, or write a query.";
  const [only, ...others] = queries;
  const metric = known.find(({ metric: name }) => only && others.length === 0 && mentions(only, name));
  const total = results.reduce((sum, { seriesTotal }) => sum + seriesTotal, 0);
  const counted = results.every(({ pending }) => pending)
    ? ""
    : `${total} series${queries.length > 1 ? ` from ${queries.length} queries` : ""}.`;
  return [metric?.description, counted].filter(Boolean).join(" · ");
}

/** A name as a word of its own, not the beginning of a longer one. */
function mentions({ text }: ExplorerQuery, name: string): boolean {
  const at = text.indexOf(name);
  return at >= 0 && !/[\w:]/.test(text[at - 1] ?? "") && !/[\w:]/.test(text[at + name.length] ?? "");
}

/** The form of a new monitor with this query in it. */
export const watchHref = ({ text }: ExplorerQuery): string => paths.newMonitor({ promql: text });
