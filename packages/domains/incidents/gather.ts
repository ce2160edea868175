import { newId } from "@triops/kernel/ids";
import {
  type AlertFacts,
  alertOpened,
  alertsOpened,
  alertsUnsilenced,
  alertWorsened,
  attachEach,
  countAlerts,
  findAlerts,
} from "../alerts/index.ts";
import { subscribe } from "../events.ts";
import { type Severity, worse } from "../severity.ts";
import type { Work } from "../work.ts";
import { incidentOpened, incidentReopened } from "./events.ts";
import { groupKeyOf, reopensWithin } from "./rules.ts";
import type { IncidentState } from "./schemas.ts";
import { addEntries, addEntry, auditView, type Row, reserveNumbers, writeCounts } from "./store.ts";

/** An alert opened: it joins the open incident of its group, reopens the last one, or opens a new one. */
export const gather = subscribe(alertOpened, "incidents.gather", (work, { alertId }) =>
  gatherAll(work, [alertId]),
);
export const gatherTogether = subscribe(alertsOpened, "incidents.gather-together", (work, { alertIds }) =>
  gatherAll(work, alertIds),
);
/** What was silent is heard now. */
export const gatherHeard = subscribe(alertsUnsilenced, "incidents.gather-heard", (work, { alertIds }) =>
  gatherAll(work, alertIds),
);

/** An open alert got worse, and so does its incident. */
export const escalate = subscribe(alertWorsened, "incidents.escalate", async (work, { alertId }) => {
  const [alert] = await findAlerts(work.db, [alertId]);
  if (!alert?.incidentId || alert.silenced) return;
  const incident = await work.db.incident.findFirst({ where: { id: alert.incidentId } });
  if (incident && incident.state !== "resolved") await raiseSeverity(work, incident, alert.severity);
});

async function gatherAll(work: Work, alertIds: readonly string[]): Promise<void> {
  const found = await findAlerts(work.db, alertIds);
  // Resolved while the event was on its way, or silenced: nobody needs waking up.
  const calling = found.filter((alert) => alert.state === "open" && !alert.silenced);
  const alerts = await withoutIncident(work, calling);
  if (alerts.length === 0) return;
  const groups = new Map<string, AlertFacts[]>();
  for (const alert of alerts) {
    const key = groupKeyOf(alert.labels, alert.fingerprint);
    groups.set(key, [...(groups.get(key) ?? []), alert]);
  }
  const incidents = await incidentsForGroups(work, groups);
  await addEntries(
    work,
    [...groups].flatMap(([key, members]) =>
      members.map((alert) => ({
        incidentId: incidents.get(key)?.id ?? "",
        kind: "alert_opened" as const,
        text: alert.title,
        data: { alertId: alert.id, severity: alert.severity },
      })),
    ),
  );
  const members = [...groups].flatMap(([key, alerts]) =>
    alerts.map((alert) => ({ alertId: alert.id, incidentId: incidents.get(key)?.id ?? "" })),
  );
  await attachEach(work, members);
  for (const [key, alerts] of groups) {
    const incident = incidents.get(key);
    if (incident) await raiseSeverity(work, incident, alerts.map((alert) => alert.severity).reduce(worse));
  }
  await countAgain(
    work,
    [...incidents.values()].map((incident) => incident.id),
  );
}

/** One that is open again may have an incident that is over by now: it needs another. */
async function withoutIncident(work: Work, alerts: readonly AlertFacts[]): Promise<AlertFacts[]> {
  const ids = alerts.flatMap((alert) => alert.incidentId ?? []);
  if (ids.length === 0) return [...alerts];
  const living = await work.db.incident.findMany({
    where: { id: { in: ids }, state: { not: "resolved" } },
    select: { id: true },
  });
  const theirs = new Set(living.map((incident) => incident.id));
  await countAgain(work, [...theirs]);
  return alerts.filter((alert) => !alert.incidentId || !theirs.has(alert.incidentId));
}

/** An incident for each group: the open one, the last one within the flap window, or a new one. */
async function incidentsForGroups(
  work: Work,
  groups: ReadonlyMap<string, readonly AlertFacts[]>,
): Promise<Map<string, Row>> {
  const { db, context } = work;
  const keys = [...groups.keys()];
  // Two alerts of one group at the same moment must not open two incidents.
  const number = await reserveNumbers(work);
  const open = await db.incident.findMany({ where: { openGroupKey: { in: keys } } });
  const incidents = new Map(open.map((row) => [row.openGroupKey ?? "", row]));
  const last = await db.incident.findMany({
    where: { groupKey: { in: keys.filter((key) => !incidents.has(key)) } },
    orderBy: { id: "desc" },
    distinct: ["groupKey"],
  });
  const fresh: Row[] = [];
  for (const key of keys) {
    if (incidents.has(key)) continue;
    const [first] = groups.get(key) ?? [];
    if (!first) continue;
    const before = last.find((row) => row.groupKey === key);
    if (
      before &&
      reopensWithin({ state: before.state as IncidentState, resolvedAt: before.resolvedAt }, context.now)
    ) {
      incidents.set(key, await reopenFor(work, before, key, first.title));
      continue;
    }
    const severity = (groups.get(key) ?? []).map((alert) => alert.severity).reduce(worse);
    const row = {
      id: newId(),
      workspaceId: context.workspaceId,
      number: number + fresh.length,
      title: first.title,
      severity,
      state: "open",
      groupKey: key,
      openGroupKey: key,
      assigneeId: null,
      alertCount: 0,
      openAlertCount: 0,
      openedAt: context.now,
      acknowledgedAt: null,
      resolvedAt: null,
      createdById: context.actor.id,
      createdAt: context.now,
      updatedAt: context.now,
    };
    fresh.push(row);
    incidents.set(key, row);
  }
  if (fresh.length > 0) await db.incident.createMany({ data: fresh });
  await addEntries(
    work,
    fresh.map((row) => ({ incidentId: row.id, kind: "opened", text: row.title })),
  );
  for (const row of fresh) {
    work.audit({ subject: { type: "incident", id: row.id }, after: auditView(row) });
    work.emit(incidentOpened, { incidentId: row.id });
  }
  return incidents;
}

async function reopenFor(work: Work, last: Row, groupKey: string, title: string): Promise<Row> {
  const row = await work.db.incident.update({
    where: { id: last.id },
    data: { state: "open", resolvedAt: null, acknowledgedAt: null, openGroupKey: groupKey },
  });
  await addEntry(work, row.id, "reopened", title);
  work.audit({ subject: { type: "incident", id: row.id }, before: auditView(last), after: auditView(row) });
  work.emit(incidentReopened, { incidentId: row.id });
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

type Counts = { total: number; open: number };

/** Counted from the alerts rather than added up: right even when a step is repeated. */
export async function countAgain(work: Work, incidentIds: readonly string[]): Promise<Map<string, Counts>> {
  const counts = await countAlerts(work.db, incidentIds);
  await writeCounts(
    work,
    [...counts].map(([id, { total, open }]) => ({ id, total, open })),
  );
  return counts;
}
