import { subscribe } from "../events.ts";
import { monitorBreached, monitorDeleted, monitorRecovered } from "../monitors/index.ts";
import { monitorFingerprint } from "./fingerprint.ts";
import { raise } from "./raise.ts";
import { endOpenAlert } from "./resolve.ts";

export const raiseFromMonitor = subscribe(monitorBreached, "alerts.raise", (work, breach) =>
  raise(work, {
    fingerprint: monitorFingerprint(breach.monitorId, breach.seriesKey),
    source: "monitor",
    monitorId: breach.monitorId,
    title: breach.title,
    name: breach.name ?? breach.title,
    severity: breach.severity,
    labels: breach.labels,
    value: breach.value,
    evidence: breach.evidence,
    at: new Date(breach.at),
  }),
);

export const recoverFromMonitor = subscribe(monitorRecovered, "alerts.recover", async (work, recovery) => {
  const openFingerprint = monitorFingerprint(recovery.monitorId, recovery.seriesKey);
  await endOpenAlert(work, { openFingerprint }, new Date(recovery.at), "recovered", {
    reason: recovery.reason,
  });
});

/** A deleted or paused monitor claims nothing any more. */
export const retireWithMonitor = subscribe(
  monitorDeleted,
  "alerts.retire",
  async (work, { monitorId, reason }) => {
    const open = await work.db.alert.findMany({ where: { monitorId, state: "open" }, select: { id: true } });
    for (const { id } of open) await endOpenAlert(work, { id }, work.context.now, "retired", { reason });
  },
);
