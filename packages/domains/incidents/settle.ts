import { type AlertFacts, alertResolved, alertsResolved, findAlerts } from "../alerts/index.ts";
import { subscribe } from "../events.ts";
import type { Work } from "../work.ts";
import { incidentResolved } from "./events.ts";
import { countAgain } from "./gather.ts";
import { afterAlertResolved } from "./rules.ts";
import type { IncidentState } from "./schemas.ts";
import { addEntries, addEntry, auditView, type Row } from "./store.ts";

/** An alert of an incident resolved; with the last one the incident ends, unless people are on it. */
export const settle = subscribe(alertResolved, "incidents.settle", (work, { alertId }) =>
  settleAll(work, [alertId]),
);
export const settleTogether = subscribe(alertsResolved, "incidents.settle-together", (work, { alertIds }) =>
  settleAll(work, alertIds),
);

async function settleAll(work: Work, alertIds: readonly string[]): Promise<void> {
  const found = await findAlerts(work.db, alertIds);
  const alerts = found.filter(
    (alert): alert is AlertFacts & { incidentId: string } => alert.incidentId !== null,
  );
  if (alerts.length === 0) return;
  const ids = [...new Set(alerts.map((alert) => alert.incidentId))];
  await addEntries(
    work,
    alerts.map((alert) => ({
      incidentId: alert.incidentId,
      kind: "alert_resolved",
      text: alert.title,
      data: { alertId: alert.id },
    })),
  );
  const counts = await countAgain(work, ids);
  const incidents = await work.db.incident.findMany({ where: { id: { in: ids } } });
  for (const before of incidents) await end(work, before, counts.get(before.id)?.open ?? 0);
}

async function end(work: Work, before: Row, open: number): Promise<void> {
  const { id } = before;
  const next = afterAlertResolved(before.state as IncidentState, open);
  if (next === "tell") await addEntry(work, id, "alerts_recovered");
  if (next !== "resolve") return;
  const [after] = await work.db.incident.updateManyAndReturn({
    where: { id, state: "open" },
    data: { state: "resolved", resolvedAt: work.context.now, openGroupKey: null },
  });
  if (!after) return;
  await addEntry(work, id, "resolved", "All alerts have recovered");
  work.audit({ subject: { type: "incident", id }, before: auditView(before), after: auditView(after) });
  work.emit(incidentResolved, { incidentId: id });
}
