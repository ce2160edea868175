import { conflict, notFound } from "@triops/kernel/errors";
import { attachToIncident, findAlerts, noteMoved } from "../alerts/index.ts";
import { type Severity, worse } from "../severity.ts";
import { defineVerb } from "../verb.ts";
import { countAgain } from "./gather.ts";
import { incident, takeAlertsInput } from "./schemas.ts";
import { addEntries, addEntry, auditView, requireIncident } from "./store.ts";

/** A person says that these alerts belong to this incident; they leave the one they were in. */
export const takeAlerts = defineVerb({
  name: "incidents.take-alerts",
  permission: "incidents:write",
  input: takeAlertsInput,
  output: incident,
  run: async (work, { id, alertIds }) => {
    const before = await requireIncident(work.db, id);
    if (before.state === "resolved") throw conflict("It is resolved; reopen it first");
    const found = await findAlerts(work.db, alertIds);
    if (found.length < new Set(alertIds).size) throw notFound("alert");
    const moved = found.filter((alert) => alert.incidentId !== id);
    const ids = moved.map((alert) => alert.id);
    await attachToIncident(work, ids, id);
    await noteMoved(work, ids, id);
    await addEntries(
      work,
      moved.map((alert) => ({
        incidentId: id,
        kind: "alert_opened",
        text: alert.title,
        data: { alertId: alert.id },
      })),
    );
    const left = [...new Set(moved.flatMap((alert) => alert.incidentId ?? []))];
    await countAgain(work, [id, ...left]);
    const from = before.severity as Severity;
    const to = moved
      .filter((alert) => alert.state === "open")
      .reduce((all, alert) => worse(all, alert.severity), from);
    if (to !== from) {
      await work.db.incident.updateMany({ where: { id }, data: { severity: to } });
      await addEntry(work, id, "severity_changed", "", { from, to });
    }
    const after = await requireIncident(work.db, id);
    work.audit({
      subject: { type: "incident", id },
      before: auditView(before),
      after: { ...auditView(after), alerts: ids },
    });
    return after;
  },
});
