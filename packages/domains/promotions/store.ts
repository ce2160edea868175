import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { notFound } from "@triops/kernel/errors";
import { decidedBy, entryBy } from "../approval-rows.ts";
import type { Work } from "../work.ts";
import { promotionDecided } from "./events.ts";
import { checkJob } from "./job-refs.ts";
import { openStates } from "./rules.ts";
import { type Check, check, type entryKinds } from "./schemas.ts";

export type Row = Prisma.PromotionGetPayload<object>;

/** @throws notFound, also for a promotion of another workspace */
export async function requirePromotion(db: Transaction, id: string): Promise<Row> {
  const row = await db.promotion.findFirst({ where: { id } });
  if (!row) throw notFound("promotion");
  return row;
}

/** As Postgres takes them. */
export const storedChecks = (checks: readonly Check[]): object[] => checks.map((one) => ({ ...one }));

export const checksOf = (row: Row): Check[] => check.array().parse(row.checks);

/** The checks run in a job: they read files, and ask the gateway for a trial. */
export function checkAfterCommit({ afterCommit, runtime, context }: Work, promotionId: string): void {
  const payload = { promotionId, workspaceId: context.workspaceId };
  afterCommit(() => runtime.queue.enqueue(checkJob, payload));
}

/** What the audit log shows of a promotion; `name` as people say it. */
export function auditView(row: Row) {
  const { id, modelId, alias, fromVersion, version, state, reason, note, requestedByName } = row;
  const name = `${row.modelName}@${alias} to ${version === null ? "nothing" : `version ${version}`}`;
  return { id, name, modelId, alias, fromVersion, version, state, reason, note, requestedByName };
}

/** Adds a line to its timeline, said by whoever acts. */
export async function addEntry(
  { db, context }: Work,
  promotionId: string,
  kind: (typeof entryKinds)[number],
  text = "",
  data: Record<string, string | number | null> = {},
): Promise<void> {
  await db.promotionEntry.create({
    data: { ...entryBy(context), promotionId, kind, text, data },
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
  const [after] = await db.promotion.updateManyAndReturn({
    where: { id: before.id, state: { in: [...from] }, updatedAt: before.updatedAt },
    data: { state, note, openKey: null, ...decidedBy(context) },
  });
  if (!after) return null;
  await addEntry(work, after.id, state, note);
  work.audit({
    subject: { type: "promotion", id: after.id },
    before: auditView(before),
    after: auditView(after),
  });
  tellDecided(work, after);
  return after;
}

export function tellDecided(work: Work, row: Row): void {
  const { id: promotionId, modelId, modelName: name, alias, version, fromVersion, state, note } = row;
  const by = work.context.actor.name;
  work.emit(promotionDecided, { promotionId, modelId, name, alias, version, fromVersion, by, state, note });
}
