import { storable } from "@triops/kernel/json";
import { alertLimits, BadAlerts, isRecord, type ReadAlerts, readAlert, readTexts } from "./outside-alert.ts";

/** What the notification says about the group as a whole. */
export type WebhookGroup = {
  groupKey: string | null;
  receiver: string | null;
  externalUrl: string | null;
  /** Alerts of the group that Alertmanager left out (`max_alerts`). */
  truncatedAlerts: number;
  groupLabels: Record<string, string>;
};

/**
 * The body of Alertmanager's webhook, version 4. A sender may template the whole of it, so nothing but `alerts` is
 * taken for granted.
 * @throws BadAlerts
 */
export function readWebhook(body: unknown, nowMs: number): ReadAlerts & { group: WebhookGroup } {
  if (!isRecord(body)) throw new BadAlerts("the body must be an object");
  if (body.version !== undefined && body.version !== "4") throw new BadAlerts('the version must be "4"');
  if (!Array.isArray(body.alerts)) throw new BadAlerts("alerts must be an array");
  if (body.alerts.length > alertLimits.alertsMax) {
    throw new BadAlerts(`more than ${alertLimits.alertsMax} alerts in one notification: set max_alerts`);
  }
  const read: ReadAlerts = { alerts: [], faults: [] };
  for (const raw of body.alerts) {
    const status = isRecord(raw) ? (raw.status ?? body.status) : undefined;
    if (isRecord(raw) && status !== "firing" && status !== "resolved") {
      read.faults.push('status must be "firing" or "resolved"');
      continue;
    }
    const one = readAlert(raw, ({ startsMs, endsMs }) => {
      if (status !== "resolved")
        return { startsMs: startsMs ?? nowMs, endsMs, resolved: endsMs !== null && endsMs <= nowMs };
      const ends = endsMs ?? nowMs;
      return { startsMs: startsMs ?? ends, endsMs: ends, resolved: true };
    });
    if ("fault" in one) read.faults.push(one.fault);
    else read.alerts.push(one.alert);
  }
  return { ...read, group: groupOf(body) };
}

function groupOf(body: Record<string, unknown>): WebhookGroup {
  const text = (value: unknown) =>
    typeof value === "string" && value !== "" ? storable(value.slice(0, 1_000)) : null;
  const labels = readTexts(
    body.groupLabels ?? {},
    "groupLabels",
    alertLimits.labelsMax,
    alertLimits.labelCharsMax,
  );
  const truncated = body.truncatedAlerts;
  return {
    groupKey: text(body.groupKey),
    receiver: text(body.receiver),
    externalUrl: text(body.externalURL),
    truncatedAlerts:
      typeof truncated === "number" && truncated > 0 ? Math.min(Math.floor(truncated), 1e6) : 0,
    groupLabels: "texts" in labels ? labels.texts : {},
  };
}
