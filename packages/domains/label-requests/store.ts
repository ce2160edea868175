import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { decidedBy, entryBy } from "../approval-rows.ts";
import { personBehind } from "../promotions/index.ts";
import {
  composeAll,
  contentOf,
  type PromptRow,
  partOf,
  renderPrompt,
  takenBy,
  type VersionRow,
} from "../prompts/index.ts";
import type { Work } from "../work.ts";
import { labelRequestDecided } from "./events.ts";
import { freezeJob } from "./job-refs.ts";
import { type Candidate, judge } from "./judge.ts";
import { openStates } from "./rules.ts";
import { type Check, check, type entryKinds } from "./schemas.ts";

export type Row = Prisma.LabelRequestGetPayload<object>;

/** @throws notFound, also for a request of another workspace */
export async function requireRequest(db: Transaction, id: string): Promise<Row> {
  const row = await db.labelRequest.findFirst({ where: { id } });
  if (!row) throw notFound("label request");
  return row;
}

/** As Postgres takes them. */
export const storedChecks = (checks: readonly Check[]): object[] => checks.map((one) => ({ ...one }));
export const checksOf = (row: Row): Check[] => check.array().parse(row.checks);

/** What the checks say of a version beside the one that carries the label. */
export async function checksFor(
  db: Transaction,
  of: PromptRow,
  to: VersionRow,
  from: VersionRow | null,
): Promise<Check[]> {
  const rows = from ? [to, from] : [to];
  const composed = await composeAll(
    db,
    rows.map((row) => partOf(of, row)),
  );
  const [candidate, current] = rows.map((row, index): Candidate => {
    const { declared, type, template } = contentOf(row);
    const put = composed[index]?.template ?? template;
    const taken = takenBy(put, declared);
    const fault = composed[index]?.fault ?? taken.fault;
    return { version: row.version, type, template: put, variables: taken.variables, fault };
  });
  if (!candidate) throw new Error("no candidate of a version that is there");
  return judge(candidate, current ?? null, renderPrompt);
}

/** What the audit log shows of a request; `name` as people say it. */
export function auditView(row: Row) {
  const { id, promptId, label, fromVersion, version, state, reason, note, requestedByName } = row;
  const name = `${row.promptName}@${label} to ${version === null ? "nothing" : `version ${version}`}`;
  return { id, name, promptId, label, fromVersion, version, state, reason, note, requestedByName };
}

type Asked = {
  of: PromptRow;
  label: string;
  to: VersionRow | null;
  from: { versionId: string; version: number } | null;
  reason: string;
};

/** The row of a new request, whatever becomes of it. */
export async function newRow({ db, context }: Work, { of, label, to, from, reason }: Asked) {
  const { actor, workspaceId, now } = context;
  return {
    id: newId(),
    workspaceId,
    promptId: of.id,
    promptName: of.name,
    label,
    versionId: to?.id ?? null,
    version: to?.version ?? null,
    fromVersionId: from?.versionId ?? null,
    fromVersion: from?.version ?? null,
    reason,
    checkedAt: now,
    requestedById: actor.id,
    requestedByKind: actor.kind,
    requestedByName: actor.name,
    requesterId: await personBehind(db, actor),
  };
}

/** Adds a line to its timeline, said by whoever acts. */
export async function addEntry(
  { db, context }: Work,
  labelRequestId: string,
  kind: (typeof entryKinds)[number],
  text = "",
  data: Record<string, string | number | null> = {},
): Promise<void> {
  await db.labelRequestEntry.create({
    data: { ...entryBy(context), labelRequestId, kind, text, data },
  });
}

/** Closes it in one way; null when somebody else was first. The condition of the update settles who was. */
export async function close(
  work: Work,
  before: Row,
  state: "approved" | "rejected" | "cancelled" | "expired",
  note: string,
  from: readonly string[] = openStates,
): Promise<Row | null> {
  const { db, context } = work;
  const [after] = await db.labelRequest.updateManyAndReturn({
    where: { id: before.id, state: { in: [...from] }, updatedAt: before.updatedAt },
    data: { state, note, openKey: null, ...decidedBy(context) },
  });
  if (!after) return null;
  await addEntry(work, after.id, state, note);
  work.audit({
    subject: { type: "label-request", id: after.id },
    before: auditView(before),
    after: auditView(after),
  });
  tellDecided(work, after);
  return after;
}

/** Tells everybody, and keeps what the figures were. */
export function tellDecided(work: Work, row: Row): void {
  const { id: labelRequestId, promptId, promptName: name, label, version, fromVersion, state, note } = row;
  const by = work.context.actor.name;
  work.emit(labelRequestDecided, {
    labelRequestId,
    promptId,
    name,
    label,
    version,
    fromVersion,
    by,
    state,
    note,
  });
  const { workspaceId } = work.context;
  work.afterCommit(() => work.runtime.queue.enqueue(freezeJob, { labelRequestId, workspaceId }));
}
