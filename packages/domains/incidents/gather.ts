import { newId } from "@triops/kernel/ids";
import { alertOpened, alertWorsened, attachToIncident, countAlerts, findAlert } from "../alerts/index.ts";
import { subscribe } from "../events.ts";
import { type Severity, worse } from "../severity.ts";
import type { Work } from "../work.ts";
import { incidentOpened, incidentReopened } from "./events.ts";
import { groupKeyOf, reopensWithin } from "./rules.ts";
import type { IncidentState } from "./schemas.ts";
import { addEntry, auditView, nextNumber } from "./store.ts";

/** An alert opened: it joins the open incident of its group, reopens the last one, or opens a new one. */
export const gather = subscribe(alertOpened, "incidents.gather", async (work, { alertId }) => {
  const alert = await findAlert(work.db, alertId);
  // Resolved while the event was on its way: nobody needs waking up.
  if (alert?.state !== "open" || alert.incidentId) return;
  const groupKey = groupKeyOf(alert.labels, alert.fingerprint);
  const incident = await incidentForGroup(work, groupKey, alert.title, alert.severity);
  await attachToIncident(work, alert.id, incident.id);
  await addEntry(work, incident.id, "alert_opened", alert.title, {
    alertId: alert.id,
    severity: alert.severity,
  });
  await raiseSeverity(work, incident, alert.severity);
  await countAgain(work, incident.id);
});

/** An open alert got worse, and so does its incident. */
export const escalate = subscribe(alertWorsened, "incidents.escalate", async (work, { alertId }) => {
  const alert = await findAlert(work.db, alertId);
  if (!alert?.incidentId) return;
  const incident = await work.db.incident.findFirst({ where: { id: alert.incidentId } });
  if (incident && incident.state !== "resolved") await raiseSeverity(work, incident, alert.severity);
});

type Row = NonNullable<Awaited<ReturnType<Work["db"]["incident"]["findFirst"]>>>;

async function incidentForGroup(
  work: Work,
  groupKey: string,
  title: string,
  severity: Severity,
): Promise<Row> {
  const { db, context } = work;
  // Two alerts of one group at the same moment must not open two incidents.
  const number = await nextNumber(work);
  const open = await db.incident.findFirst({ where: { openGroupKey: groupKey } });
  if (open) return open;
  const last = await db.incident.findFirst({ where: { groupKey }, orderBy: { id: "desc" } });
  if (
    last &&
    reopensWithin({ state: last.state as IncidentState, resolvedAt: last.resolvedAt }, context.now)
  ) {
    const row = await db.incident.update({
      where: { id: last.id },
      data: { state: "open", resolvedAt: null, acknowledgedAt: null, openGroupKey: groupKey },
    });
    await addEntry(work, row.id, "reopened", title);
    work.audit({ subject: { type: "incident", id: row.id }, before: auditView(last), after: auditView(row) });
    work.emit(incidentReopened, { incidentId: row.id });
    return row;
  }
  const row = await db.incident.create({
    data: {
      id: newId(),
      workspaceId: context.workspaceId,
      number,
      title,
      severity,
      state: "open",
      groupKey,
      openGroupKey: groupKey,
      openedAt: context.now,
      createdById: context.actor.id,
    },
  });
  await addEntry(work, row.id, "opened", title);
  work.audit({ subject: { type: "incident", id: row.id }, after: auditView(row) });
  work.emit(incidentOpened, { incidentId: row.id });
  return row;
}

async function raiseSeverity(work: Work, incident: Row, severity: Severity): Promise<void> {
  const from = incident.severity as Severity;
  const to = worse(from, severity);
  if (to === from) return;
  await work.db.incident.updateMany({ where: { id: incident.id }, data: { severity: to } });
  await addEntry(work, incident.id, "severity_changed", "", { from, to });
  work.audit({
    subject: { type: "incident", id: incident.id },
    before: { severity: from },
    after: { severity: to },
  });
}

/** Counted from the alerts rather than added up: right even when a step is repeated. */
export async function countAgain(work: Work, incidentId: string): Promise<{ total: number; open: number }> {
  const counts = await countAlerts(work.db, incidentId);
  await work.db.incident.updateMany({
    where: { id: incidentId },
    data: { alertCount: counts.total, openAlertCount: counts.open },
  });
  return counts;
}
