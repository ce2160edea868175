import { monitorFingerprint } from "@triops/domains/alerts/fingerprint";
import { raise } from "@triops/domains/alerts/raise";
import { endOpenAlert } from "@triops/domains/alerts/resolve";
import { acknowledge } from "@triops/domains/incidents/acknowledge";
import { comment } from "@triops/domains/incidents/comment";
import { resolve } from "@triops/domains/incidents/resolve";
import { takeAlerts } from "@triops/domains/incidents/take-alerts";
import type { Actor } from "@triops/kernel/context";
import { tell } from "../tell.ts";
import { jonas, maya, priya, type World } from "../world.ts";
import type { Monitors, Watch } from "./monitors.ts";

type Claim = { watch: Watch; labels: Record<string, string>; value: number };

/** Alerts and what people made of them, in the order of time: a full disk, slow pages, the storm, a disk again. */
export async function seedIncidents(world: World, { errors, disk, queue }: Monitors): Promise<void> {
  const { days } = world;
  const storm = (hours: number, minutes: number) => days.at(29, hours, minutes);
  const about = (watch: Watch, name: string, of: string, value: number): Claim => ({
    ...{ watch, value },
    labels: { [name]: of },
  });

  const full = about(disk, "host_name", "db-1", 0.806);
  const first = await opened(world, days.at(9, 3, 17), full);
  await did(world, days.at(9, 8, 4), jonas, (work) => acknowledge.within(work, { id: first }));
  await said(
    world,
    days.at(9, 8, 40),
    jonas,
    first,
    "Backups of five weeks lie on it. Asking whether a week is enough.",
  );
  await ended(world, days.at(10, 11, 43), full);
  await did(world, days.at(10, 11, 50), jonas, (work) =>
    resolve.within(work, { id: first, text: "Backups older than a week are deleted from now on." }),
  );

  const slow = about(errors, "service_name", "catalog", 0.071);
  const second = await opened(world, days.at(18, 9, 26), slow);
  await did(world, days.at(18, 9, 31), priya, (work) => acknowledge.within(work, { id: second }));
  await said(
    world,
    days.at(18, 9, 58),
    priya,
    second,
    "Since 3.9.0 the query for a product reads the whole table.",
  );
  await said(
    world,
    days.at(18, 10, 31),
    jonas,
    second,
    "Index is built; pages are quick again on one machine.",
  );
  await ended(world, days.at(18, 10, 39), slow);
  await did(world, days.at(18, 10, 52), priya, (work) =>
    resolve.within(work, {
      id: second,
      text: "An index was missing. Releases get their query plans checked now.",
    }),
  );

  const claims = {
    payments: about(errors, "service_name", "payments", 0.214),
    checkout: about(errors, "service_name", "checkout", 0.238),
    storefront: about(errors, "service_name", "storefront", 0.067),
    orders: about(queue, "service_name", "orders-worker", 163),
  };
  const cause = await opened(world, storm(14, 9), claims.payments);
  const effect = await opened(world, storm(14, 10), claims.checkout);
  await did(world, storm(14, 12), maya, (work) => acknowledge.within(work, { id: cause }));
  const pages = await opened(world, storm(14, 14), claims.storefront);
  await said(
    world,
    storm(14, 17),
    maya,
    cause,
    "Began four minutes after payments 2.14.0 went out. Looking at its traces.",
  );
  for (const id of [effect, pages])
    await did(world, storm(14, 21), maya, async (work) => {
      const alerts = await work.db.alert.findMany({ where: { incidentId: id }, select: { id: true } });
      await takeAlerts.within(work, { id: cause, alertIds: alerts.map((alert) => alert.id) });
    });
  await said(
    world,
    storm(14, 38),
    priya,
    cause,
    "The card gateway refuses every signature of the new release.",
  );
  await said(world, storm(14, 51), maya, cause, "Rolling back to 2.13.4.");
  const rush = await opened(world, storm(14, 56), claims.orders);
  for (const [minute, claim] of [
    [57, claims.storefront],
    [58, claims.checkout],
    [59, claims.payments],
  ] as const)
    await ended(world, storm(14, minute), claim);
  await ended(world, storm(15, 19), claims.orders);
  await did(world, storm(15, 30), maya, async (work) => {
    await resolve.within(work, {
      id: cause,
      text: "Rolled back; the key of the new signing was never deployed.",
    });
    await closeLeft(work, [effect, pages, rush]);
  });

  // Nobody has looked at this one yet: what a list shows when something is open.
  await opened(
    world,
    Math.max(days.at(30), days.toMs - 130 * 60_000),
    about(disk, "host_name", "ml-1", 0.811),
  );
}

const fingerprintOf = ({ watch, labels }: Claim) =>
  monitorFingerprint(watch.id, Object.entries(labels).flat().join("="));

/** An alert opens, and with it (or into it) an incident. @returns the incident's id */
async function opened(world: World, atMs: number, claim: Claim): Promise<string> {
  const { watch, labels, value } = claim;
  const place = Object.values(labels).join(", ");
  const openFingerprint = fingerprintOf(claim);
  const seen = { ...watch.evidence, value, since: new Date(atMs - 2 * 60_000).toISOString() };
  await tell(world.as(atMs, triops), (work) =>
    raise(work, {
      ...{ fingerprint: openFingerprint, source: "monitor", monitorId: watch.id, labels, value },
      ...{ title: `${watch.name}: ${place}`, name: watch.name, severity: watch.severity },
      ...{ evidence: seen, at: new Date(atMs) },
    }),
  );
  const alert = await world.runtime.database.alert.findFirstOrThrow({
    where: { workspaceId: world.workspace.id, openFingerprint },
  });
  if (!alert.incidentId) throw new Error(`Alert "${alert.title}" opened no incident`);
  return alert.incidentId;
}

const ended = (world: World, atMs: number, claim: Claim) =>
  tell(world.as(atMs, triops), async (work) => {
    const openFingerprint = fingerprintOf(claim);
    await endOpenAlert(work, { openFingerprint }, new Date(atMs), "recovered", {
      reason: "Back below the threshold",
    });
  });

const triops: Actor = { kind: "system", id: "triops", name: "Triops" };
type Step = Parameters<typeof tell>[1];
const did = (world: World, atMs: number, actor: Actor, step: Step) => tell(world.as(atMs, actor), step);
const said = (world: World, atMs: number, actor: Actor, id: string, text: string) =>
  did(world, atMs, actor, (work) => comment.within(work, { id, text }));

async function closeLeft(work: Parameters<Step>[0], ids: readonly string[]): Promise<void> {
  const left = await work.db.incident.findMany({
    where: { id: { in: [...ids] }, state: { not: "resolved" } },
    select: { id: true },
  });
  for (const { id } of left)
    await resolve.within(work, { id, text: "The same cause as the incident of payments." });
}
