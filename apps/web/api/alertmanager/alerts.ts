import { type AlertView, openAlerts } from "@triops/domains/alerts/alertmanager-view";
import { claim } from "@triops/domains/alerts/claim";
import { invalid } from "@triops/kernel/errors";
import { BadAlerts, type ReadAlerts } from "@triops/telemetry/alertmanager/outside-alert";
import { readPostedAlerts } from "@triops/telemetry/alertmanager/posted-alerts";
import { type AlertmanagerCall, type Answer, ok } from "./call.ts";
import { filtersOf, flagOf } from "./parameters.ts";
import { receiver } from "./status.ts";

const shown = (alert: AlertView) => ({
  annotations: alert.annotations,
  endsAt: alert.endsAt,
  fingerprint: alert.fingerprint,
  receivers: [receiver],
  startsAt: alert.startsAt,
  status: {
    inhibitedBy: [],
    mutedBy: [],
    silencedBy: alert.silencedBy,
    state: alert.silencedBy.length > 0 ? "suppressed" : "active",
  },
  updatedAt: alert.updatedAt,
  ...(alert.generatorUrl ? { generatorURL: alert.generatorUrl } : {}),
  labels: alert.labels,
});

async function asked({ caller, parameters }: AlertmanagerCall): Promise<AlertView[]> {
  const matchers = filtersOf(parameters);
  const active = flagOf(parameters, "active");
  const silenced = flagOf(parameters, "silenced");
  for (const name of ["inhibited", "unprocessed"]) flagOf(parameters, name);
  const { data } = await openAlerts.call(caller, {
    matchers,
    active,
    silenced,
    receiver: receiver.name,
    receivers: parameters.get("receiver") ?? "",
  });
  return data;
}

export async function list(call: AlertmanagerCall): Promise<Answer> {
  return ok((await asked(call)).map(shown));
}

/** One group per name, as a route with `group_by: [alertname]` would make them. */
export async function groups(call: AlertmanagerCall): Promise<Answer> {
  const byName = new Map<string, AlertView[]>();
  for (const alert of await asked(call)) {
    const name = alert.labels.alertname ?? "";
    byName.set(name, [...(byName.get(name) ?? []), alert]);
  }
  const sorted = [...byName].sort(([a], [b]) => (a < b ? -1 : 1));
  return ok(
    sorted.map(([alertname, alerts]) => ({
      alerts: alerts.map(shown),
      labels: alertname === "" ? {} : { alertname },
      receiver,
    })),
  );
}

/** `amtool alert add`. Prometheus sends its alerts to the gateway, which takes them at any rate. */
export async function post({ caller, body }: AlertmanagerCall): Promise<Answer> {
  const { alerts, faults } = read(await body(), caller.context.now.getTime());
  if (alerts.length > 0) await claim.call(caller, { source: "prometheus", group: null, alerts });
  return faults.length > 0 ? { status: 400, json: [...new Set(faults)].join("; ") } : ok();
}

function read(body: unknown, nowMs: number): ReadAlerts {
  try {
    return readPostedAlerts(body, nowMs);
  } catch (error) {
    throw error instanceof BadAlerts ? invalid(error.message) : error;
  }
}
