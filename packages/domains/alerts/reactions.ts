import { subscribe } from "../events.ts";
import { monitorBreached, monitorDeleted, monitorRecovered } from "../monitors/index.ts";
import { rolloutFailed, rolloutSettled } from "../rollouts/index.ts";
import { monitorFingerprint, rolloutFingerprint } from "./fingerprint.ts";
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

/** A canary that was taken back, or waits for a person, is news to whoever is on duty. */
export const raiseFromRollout = subscribe(rolloutFailed, "alerts.raise-rollout", (work, failed) => {
  const version = `${failed.model} ${failed.canaryVersion}`.trim();
  const outcome = failed.outcome === "rolled_back" ? "was rolled back" : "is paused";
  return raise(work, {
    fingerprint: rolloutFingerprint(failed.deploymentId),
    source: "rollout",
    monitorId: null,
    title: `Rollout of ${version} to ${failed.deploymentName} ${outcome}`.slice(0, 300),
    name: "Rollout failed",
    severity: "sev3",
    labels: {
      deployment: failed.deploymentName,
      model: failed.model,
      version: failed.canaryVersion,
      champion: failed.championVersion,
    },
    value: null,
    evidence: { why: failed.why, rolloutId: failed.rolloutId, deploymentId: failed.deploymentId },
    at: new Date(failed.at),
  });
});

export const settleFromRollout = subscribe(rolloutSettled, "alerts.settle-rollout", async (work, settled) => {
  const openFingerprint = rolloutFingerprint(settled.deploymentId);
  await endOpenAlert(work, { openFingerprint }, new Date(settled.at), "recovered", { reason: settled.why });
});
