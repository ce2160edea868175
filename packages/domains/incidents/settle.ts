import { alertResolved, findAlert } from "../alerts/index.ts";
import { subscribe } from "../events.ts";
import { incidentResolved } from "./events.ts";
import { countAgain } from "./gather.ts";
import { afterAlertResolved } from "./rules.ts";
import type { IncidentState } from "./schemas.ts";
import { addEntry, auditView, requireIncident } from "./store.ts";

/** An alert of an incident resolved; with the last one the incident ends, unless people are on it. */
export const settle = subscribe(alertResolved, "incidents.settle", async (work, { alertId }) => {
  const alert = await findAlert(work.db, alertId);
  if (!alert?.incidentId) return;
  const { incidentId } = alert;
  const before = await requireIncident(work.db, incidentId);
  await addEntry(work, incidentId, "alert_resolved", alert.title, { alertId });
  const { open } = await countAgain(work, incidentId);
  const next = afterAlertResolved(before.state as IncidentState, open);
  if (next === "tell") await addEntry(work, incidentId, "alerts_recovered");
  if (next !== "resolve") return;
  const [after] = await work.db.incident.updateManyAndReturn({
    where: { id: incidentId, state: "open" },
    data: { state: "resolved", resolvedAt: work.context.now, openGroupKey: null },
  });
  if (!after) return;
  await addEntry(work, incidentId, "resolved", "All alerts have recovered");
  work.audit({
    subject: { type: "incident", id: incidentId },
    before: auditView(before),
    after: auditView(after),
  });
  work.emit(incidentResolved, { incidentId });
});
