import { newId } from "@triops/kernel/ids";
import { type Severity, worsens } from "../severity.ts";
import { activeSilences } from "../silences/index.ts";
import type { Work } from "../work.ts";
import { alertOpened, alertWorsened } from "./events.ts";
import { matchableLabels, serviceOf } from "./rules.ts";
import type { Claim } from "./schemas.ts";
import { addChange, auditView } from "./store.ts";

/**
 * Something claims that something is wrong. Opens an alert, or refreshes the one that is open for the same
 * fingerprint. Idempotent within a transaction's receipt; the unique key settles a race of two claimants.
 */
export async function raise(work: Work, claim: Claim): Promise<void> {
  const { db, context } = work;
  const open = await db.alert.findFirst({ where: { openFingerprint: claim.fingerprint } });
  const said = { title: claim.title, value: claim.value, evidence: claim.evidence as object };
  if (open) {
    const worse = worsens(open.severity as Severity, claim.severity);
    await db.alert.updateMany({
      where: { id: open.id },
      data: {
        ...said,
        severity: worse ? claim.severity : open.severity,
        occurrences: { increment: 1 },
        lastSeenAt: claim.at,
      },
    });
    await addChange(work, open.id, worse ? "worsened" : "seen", claim.at, { value: claim.value });
    work.audit({ subject: { type: "alert", id: open.id }, after: { value: claim.value } });
    if (worse) work.emit(alertWorsened, { alertId: open.id });
    return;
  }
  // Outside systems find an alert by its name, so ours has one too.
  const labels = claim.labels.alertname
    ? claim.labels
    : { alertname: claim.name ?? claim.title, ...claim.labels };
  const matchable = matchableLabels({ labels, severity: claim.severity });
  const silencedBy = (await activeSilences(db, context.now))
    .filter((silence) => silence.matches(matchable))
    .map((silence) => silence.id);
  const row = await db.alert.create({
    data: {
      ...said,
      id: newId(),
      workspaceId: context.workspaceId,
      fingerprint: claim.fingerprint,
      openFingerprint: claim.fingerprint,
      source: claim.source,
      monitorId: claim.monitorId,
      severity: claim.severity,
      state: "open",
      labels,
      service: serviceOf(labels),
      silencedBy,
      silenced: silencedBy.length > 0,
      openedAt: claim.at,
      lastSeenAt: claim.at,
    },
  });
  await addChange(work, row.id, "opened", claim.at, { value: claim.value });
  work.audit({ subject: { type: "alert", id: row.id }, after: auditView(row) });
  work.emit(alertOpened, { alertId: row.id });
}
