import { list } from "@triops/domains/monitors/read";
import type { Monitor } from "@triops/domains/monitors/schemas";
import type { Caller } from "@triops/domains/runtime";
import { blankParts, writeQuery } from "../../features/metrics/query-parts.ts";
import { alertObject, openAlerts } from "./alerts.ts";
import type { PromCall } from "./call.ts";
import { succeeded } from "./envelope.ts";

/** Monitors an answer holds; a workspace has no more. */
const monitorsMax = 1_000;
/** How often a monitor is judged. */
const intervalSeconds = 60;

/**
 * `/api/v1/rules`: the monitors that are thresholds on what PromQL can say, as alerting rules. Anomalies, silence and
 * sums over exact minutes have no expression that would mean the same, and are left out.
 */
export async function rules({ caller, parameters, requestId }: PromCall): Promise<Response> {
  const names = parameters.getAll("rule_name[]");
  const wanted = parameters.get("type") === "record" ? [] : await expressible(caller);
  const chosen = wanted.filter(({ monitor }) => names.length === 0 || names.includes(monitor.name));
  const bare = parameters.get("exclude_alerts") === "true";
  const open = bare || chosen.length === 0 ? [] : await openAlerts(caller);
  const byMonitor = Map.groupBy(open, (alert) => alert.monitorId);
  const found = chosen.map(({ monitor, query }) => {
    const alerts = (byMonitor.get(monitor.id) ?? []).map(alertObject);
    return {
      type: "alerting",
      state: alerts.length > 0 ? "firing" : "inactive",
      name: monitor.name,
      query,
      duration: "forMinutes" in monitor.condition ? monitor.condition.forMinutes * 60 : 0,
      keepFiringFor: 0,
      labels: { severity: monitor.severity },
      annotations: monitor.description === "" ? {} : { description: monitor.description },
      ...(bare ? {} : { alerts }),
      health: monitor.evaluationError ? "err" : monitor.evaluatedAt ? "ok" : "unknown",
      ...(monitor.evaluationError ? { lastError: monitor.evaluationError } : {}),
      evaluationTime: 0,
      lastEvaluation: monitor.evaluatedAt ?? never,
    };
  });
  const group = {
    name: "monitors",
    file: "triops",
    rules: found,
    interval: intervalSeconds,
    limit: 0,
    evaluationTime: 0,
    lastEvaluation: newest(chosen.map(({ monitor }) => monitor)),
  };
  return succeeded(JSON.stringify({ groups: found.length === 0 ? [] : [group] }), requestId);
}

async function expressible(caller: Caller): Promise<{ monitor: Monitor; query: string }[]> {
  const found: { monitor: Monitor; query: string }[] = [];
  let seen = 0;
  let cursor: string | undefined;
  do {
    const page = await list.call(caller, { enabled: true, limit: 200, ...(cursor ? { cursor } : {}) });
    seen += page.data.length;
    for (const monitor of page.data) {
      const query = queryOf(monitor);
      if (query !== null) found.push({ monitor, query });
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor && seen < monitorsMax);
  return found;
}

/** The monitor as an expression, or null when no expression means the same. */
function queryOf({ signal, condition }: Monitor): string | null {
  if (condition.kind !== "threshold") return null;
  const { op, value } = condition;
  // An operator binds no tighter than the comparison behind it only inside parentheses.
  if (signal.promql !== undefined) return `(${signal.promql}) ${op} ${value}`;
  const isPlain = signal.groupBy.length === 0 && !signal.combine && /^(avg|min|max)$/.test(signal.aggregate);
  if (!isPlain) return null;
  const { metric, filters } = signal;
  return writeQuery({ ...blankParts, metric, filters, math: { op, value } });
}

const never = "0001-01-01T00:00:00Z";

/** ISO-8601 texts sort as the times they say. */
const newest = (monitors: readonly Monitor[]): string =>
  monitors
    .flatMap(({ evaluatedAt }) => evaluatedAt ?? [])
    .sort()
    .at(-1) ?? never;
