import { list } from "@triops/domains/alerts/read";
import type { Alert } from "@triops/domains/alerts/schemas";
import type { Caller } from "@triops/domains/runtime";
import type { PromCall } from "./call.ts";
import { succeeded } from "./envelope.ts";

/** Alerts an answer holds; the newest ones. */
const alertsMax = 1_000;

/** `/api/v1/alerts`: what is open now, whoever noticed it. */
export async function alerts({ caller, requestId }: PromCall): Promise<Response> {
  const found = (await openAlerts(caller)).map(alertObject);
  return succeeded(JSON.stringify({ alerts: found }), requestId);
}

export async function openAlerts(caller: Caller): Promise<Alert[]> {
  const found: Alert[] = [];
  let cursor: string | undefined;
  do {
    const page = await list.call(caller, { state: "open", limit: 200, ...(cursor ? { cursor } : {}) });
    found.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && found.length < alertsMax);
  return found;
}

/** An alert as Prometheus would say it. */
export const alertObject = ({ title, severity, labels, value, openedAt }: Alert) => ({
  labels: { ...labels, alertname: labels.alertname ?? title, severity: labels.severity ?? severity },
  annotations: { summary: title },
  state: "firing",
  activeAt: openedAt,
  value: value === null ? "" : String(value),
});
