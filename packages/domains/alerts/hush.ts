import { subscribe } from "../events.ts";
import { findSilence, silenceChanged } from "../silences/index.ts";
import type { Work } from "../work.ts";
import { alertsUnsilenced } from "./events.ts";
import { lockWorkspace, writeChanges } from "./outside-store.ts";
import { openMatching } from "./search.ts";

const alertsPerEvent = 500;

/**
 * A silence began, was edited, or ended: open alerts that it now matches are silenced, those that it no longer
 * matches are heard again, unless another silence holds them.
 */
export const hush = subscribe(silenceChanged, "alerts.hush", async (work, { silenceId }) => {
  // Nothing may open between the question and the answer.
  await lockWorkspace(work);
  const silence = await findSilence(work.db, silenceId, work.context.now);
  const wanted = new Set(
    silence?.state === "active" ? await openMatching(work.db, work.context, silence.matchers) : [],
  );
  const held = await work.db.alert.findMany({
    where: { state: "open", silenced: true, silencedBy: { has: silenceId } },
    select: { id: true, silencedBy: true },
  });
  const heldIds = new Set(held.map((row) => row.id));
  const added = [...wanted].filter((id) => !heldIds.has(id));
  const dropped = held.filter((row) => !wanted.has(row.id));
  await add(work, silenceId, added);
  await drop(
    work,
    silenceId,
    dropped.map((row) => row.id),
  );
  const heard = dropped.filter((row) => row.silencedBy.length === 1).map((row) => row.id);
  for (let i = 0; i < heard.length; i += alertsPerEvent) {
    work.emit(alertsUnsilenced, { alertIds: heard.slice(i, i + alertsPerEvent) });
  }
  const [first] = [...added, ...dropped.map((row) => row.id)];
  if (!first) return;
  work.audit({
    subject: { type: "alert", id: first },
    after: { silence: silenceId, silenced: added.length, heardAgain: heard.length },
  });
});

async function add(work: Work, silenceId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await work.db.$executeRaw`
    UPDATE alerts SET "silencedBy" = array_append("silencedBy", ${silenceId}::uuid), silenced = true,
      "updatedAt" = ${work.context.now.toISOString()}::timestamp
    WHERE "workspaceId" = ${work.context.workspaceId}::uuid AND id = ANY(${[...ids]}::uuid[])`;
  await note(work, "silenced", silenceId, ids);
}

async function drop(work: Work, silenceId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await work.db.$executeRaw`
    UPDATE alerts SET "silencedBy" = array_remove("silencedBy", ${silenceId}::uuid),
      silenced = cardinality(array_remove("silencedBy", ${silenceId}::uuid)) > 0,
      "updatedAt" = ${work.context.now.toISOString()}::timestamp
    WHERE "workspaceId" = ${work.context.workspaceId}::uuid AND id = ANY(${[...ids]}::uuid[])`;
  await note(work, "unsilenced", silenceId, ids);
}

const note = (work: Work, kind: "silenced" | "unsilenced", silenceId: string, ids: readonly string[]) => {
  const atMs = work.context.now.getTime();
  return writeChanges(
    work,
    ids.map((alertId) => ({ alertId, kind, atMs, detail: { silenceId } })),
  );
};
