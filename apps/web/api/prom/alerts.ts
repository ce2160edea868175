import { list } from "@triops/domains/alerts/read";
import type { PromCall } from "./call.ts";
import { succeeded } from "./envelope.ts";

/** Alerts an answer holds; the newest ones. */
const alertsMax = 1_000;

/** `/api/v1/alerts`: what is open now, whoever noticed it. */
export async function alerts({ caller, requestId }: PromCall): Promise<Response> {
  const found: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = await list.call(caller, { state: "open", limit: 200, ...(cursor ? { cursor } : {}) });
    for (const { title, severity, labels, value, openedAt } of page.data) {
      found.push({
        labels: { ...labels, alertname: labels.alertname ?? title, severity: labels.severity ?? severity },
        annotations: { summary: title },
        state: "firing",
        activeAt: openedAt,
        value: value === null ? "" : String(value),
      });
    }
    cursor = page.nextCursor ?? undefined;
  } while (cursor && found.length < alertsMax);
  return succeeded(JSON.stringify({ alerts: found }), requestId);
}
