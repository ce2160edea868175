import { newId } from "@triops/kernel/ids";
import { defineIntake, type Taken } from "../intake/index.ts";
import { activeSilences } from "../silences/index.ts";
import type { Work } from "../work.ts";
import { type Claimed, type Run, workIn } from "./claims.ts";
import { alertsOpened, alertsResolved } from "./events.ts";
import { labelFingerprint } from "./fingerprint.ts";
import { type AlertsBody, alertsBody } from "./intake-schemas.ts";
import {
  insertRuns,
  knownRuns,
  lockWorkspace,
  writeChanges,
  writeRefreshes,
  writeTurns,
} from "./outside-store.ts";
import { severityOf } from "./rules.ts";

/** Alerts of one event: what reacts to it must finish well within the limit of a transaction. */
const alertsPerEvent = 500;

export type Outcome = { opened: number; reopened: number; resolved: number; refreshed: number };

/** What the gateway accepted of Prometheus and Alertmanager becomes alerts, a batch at a time. */
export const takeIn = defineIntake("alerts", "alerts.take-in", alertsBody, async (work, taken) => {
  await takeAlerts(work, taken);
});

/** Upserts on fingerprint and start; idempotent by what it finds stored. */
export async function takeAlerts(work: Work, taken: readonly Taken<AlertsBody>[]): Promise<Outcome> {
  const claims = claimsOf(taken);
  await lockWorkspace(work);
  const known = await knownRuns(work, [...new Set(claims.map((claim) => claim.fingerprint))]);
  workIn(known, claims, newId);
  const runs = [...known.values()].flat();
  const silences = await activeSilences(work.db, work.context.now);
  // Ends first: they free the fingerprint for the run that follows.
  const turned = await writeTurns(work, runs.filter(turnedBy), silences);
  const refreshed = runs.filter((run) => run.refreshes > 0 && !run.fresh && !turned.has(run.id));
  await writeRefreshes(work, refreshed);
  const inserted = await insertRuns(
    work,
    runs.filter((run) => run.fresh),
    silences,
  );
  const written = runs.filter((run) => turned.has(run.id) || inserted.has(run.id));
  await writeChanges(
    work,
    written.flatMap((run) => run.changes.map((change) => ({ ...change, alertId: run.id }))),
  );

  // What came and went within the batch, or was over before we heard of it, calls nobody.
  const opened = written.filter((run) => run.state === "open" && run.before !== "open");
  const resolved = written.filter((run) => run.state === "resolved" && run.before === "open");
  for (const alertIds of chunks(opened)) work.emit(alertsOpened, { alertIds });
  for (const alertIds of chunks(resolved)) work.emit(alertsResolved, { alertIds });
  const outcome = {
    opened: written.filter((run) => run.fresh).length,
    reopened: opened.filter((run) => !run.fresh).length,
    resolved: resolved.length,
    refreshed: refreshed.length,
  };
  const [first] = written;
  if (first) {
    // The history of each alert tells more; one line per batch keeps the log readable.
    work.audit({ subject: { type: "alert", id: first.id }, after: { ...outcome, keys: keysOf(taken) } });
  }
  return outcome;
}

const turnedBy = (run: Run): boolean => !run.fresh && run.changes.length > 0;

function claimsOf(taken: readonly Taken<AlertsBody>[]): Claimed[] {
  return taken.flatMap(({ source: keyId, receivedAt, body: { source, group, alerts } }) =>
    alerts.map((claim): Claimed => {
      const { labels } = claim;
      return {
        claim,
        source,
        keyId,
        group,
        fingerprint: labelFingerprint(labels),
        severity: severityOf(labels.severity),
        receivedMs: receivedAt.getTime(),
      };
    }),
  );
}

function chunks(runs: readonly Run[]): string[][] {
  const ids = runs.map((run) => run.id);
  const parts: string[][] = [];
  for (let i = 0; i < ids.length; i += alertsPerEvent) parts.push(ids.slice(i, i + alertsPerEvent));
  return parts;
}

const keysOf = (taken: readonly Taken<AlertsBody>[]) => [...new Set(taken.map((one) => one.source))];
