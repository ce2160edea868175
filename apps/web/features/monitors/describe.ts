import type { Condition, Monitor, Signal } from "@triops/domains/monitors/schemas";
import { paths } from "../../shell/paths.ts";

const minutes = (count: number): string => (count === 0 ? "" : ` for ${count} min`);

/** The rule as a person would say it: "above 0.95 for 10 min". */
export function describeCondition(condition: Condition): string {
  switch (condition.kind) {
    case "threshold":
      return `${condition.op} ${condition.value}${minutes(condition.forMinutes)}`;
    case "anomaly": {
      const side = condition.direction === "both" ? "" : `, ${condition.direction} what is expected`;
      return `unusual (${condition.sensitivity} sensitivity)${side}${minutes(condition.forMinutes)}`;
    }
    case "absence":
      return `silent for ${condition.afterMinutes} min`;
  }
}

/** The signal in one line: the query, or `avg(system_cpu_utilization_ratio{mode!="idle"}) by host_name`. */
export function describeSignal({ metric, filters, groupBy, aggregate, combine, promql }: Signal): string {
  if (promql !== undefined) return promql;
  const inside = filters.map(({ label, op, value }) => `${label}${op}"${value}"`).join(", ");
  const selector = inside ? `${metric}{${inside}}` : metric;
  if (groupBy.length > 0) return `${aggregate}(${selector}) by ${groupBy.join(", ")}`;
  if (combine) return `${aggregate}(${selector})`;
  return aggregate === "rate" || aggregate === "increase"
    ? `${aggregate}(${selector}), each series`
    : `${selector}, each series`;
}

/** The explorer with what a monitor watches in it. */
export function exploreHref({ metric, filters, groupBy, aggregate, combine, promql }: Signal): string {
  if (promql !== undefined) return paths.metrics({ query: promql });
  const isTogether = combine || groupBy.length > 0;
  return paths.metrics({
    metric,
    filters: filters.length > 0 ? JSON.stringify(filters) : null,
    groupBy: groupBy.join(","),
    // Without it the explorer shows each series by itself, as it is judged.
    aggregate: isTogether ? aggregate : null,
  });
}

/** What stands at the top of a monitor's page. */
export function monitorAnswer(monitor: Monitor, firing: number): string {
  if (!monitor.enabled) return "Paused: nothing is judged and no alert is opened.";
  if (monitor.evaluationError) return `Could not be judged: ${monitor.evaluationError}`;
  if (monitor.seriesCount === 0) return "No series matches yet; it will judge them as soon as they arrive.";
  const watched = `${monitor.seriesCount} series watched`;
  return firing === 0 ? `All well: ${watched}.` : `${firing} firing of ${watched}.`;
}
