import { alertLimits, BadAlerts, type ReadAlerts, readAlert, resolveTimeoutMs } from "./outside-alert.ts";

/**
 * The body of `POST /api/v2/alerts`. Alerts that are not valid are named; the others stand, as with Alertmanager.
 * @throws BadAlerts when it is no list of alerts at all
 */
export function readPostedAlerts(body: unknown, nowMs: number): ReadAlerts {
  if (!Array.isArray(body)) throw new BadAlerts("the body must be an array of alerts");
  if (body.length > alertLimits.alertsMax)
    throw new BadAlerts(`more than ${alertLimits.alertsMax} alerts in one request`);
  const read: ReadAlerts = { alerts: [], faults: [] };
  for (const raw of body) {
    const one = readAlert(raw, ({ startsMs, endsMs }) => settle(startsMs, endsMs, nowMs));
    if ("fault" in one) read.faults.push(one.fault);
    else read.alerts.push(one.alert);
  }
  return read;
}

/** Missing times as Alertmanager fills them in: it starts now, or when it ended, and ends in five minutes. */
function settle(startsMs: number | null, endsMs: number | null, nowMs: number) {
  const starts = startsMs ?? (endsMs !== null && endsMs < nowMs ? endsMs : nowMs);
  const ends = endsMs ?? Math.max(nowMs, starts) + resolveTimeoutMs;
  return { startsMs: starts, endsMs: ends, resolved: ends <= nowMs };
}
