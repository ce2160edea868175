import { createHash } from "node:crypto";
import type { Transaction } from "@triops/database/scoped";
import type { Context } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { canonicalJson } from "@triops/kernel/json";

/** One change: on what, and how it looked before and after. Never contains secrets. */
export type AuditEntry = {
  verb: string;
  subject: { type: string; id: string };
  before?: unknown;
  after?: unknown;
};

export type AuditFacts = {
  seq: number;
  at: Date;
  actorKind: string;
  actorId: string;
  actorName: string;
  verb: string;
  subjectType: string;
  subjectId: string;
  before: unknown;
  after: unknown;
  ip: string | null;
  userAgent: string | null;
  requestId: string;
};

export const genesisHash = "0".repeat(64);

/** SHA-256 over the hash before and the row's canonical JSON: changing, dropping or moving a row breaks the chain. */
export function chainHash(prevHash: string, facts: AuditFacts): string {
  return createHash("sha256").update(prevHash).update(canonicalJson(facts)).digest("hex");
}

/** Appends to the workspace's chain inside the caller's transaction; the head row is locked until it commits. */
export async function appendAudit(
  db: Transaction,
  context: Context,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const { workspaceId, actor } = context;
  await db.auditHead.createMany({ data: [{ workspaceId, seq: 0, hash: genesisHash }], skipDuplicates: true });
  const [head] = await db.auditHead.updateManyAndReturn({
    where: { workspaceId },
    data: { seq: { increment: entries.length } },
  });
  if (!head) throw new Error("audit head missing");
  let seq = head.seq - entries.length;
  let hash = head.hash;
  const rows = entries.map((entry) => {
    seq += 1;
    const facts: AuditFacts = {
      seq,
      at: context.now,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      verb: entry.verb,
      subjectType: entry.subject.type,
      subjectId: entry.subject.id,
      before: plain(entry.before),
      after: plain(entry.after),
      ip: context.origin.ip ?? null,
      userAgent: context.origin.userAgent?.slice(0, 300) ?? null,
      requestId: context.requestId,
    };
    const prevHash = hash;
    hash = chainHash(prevHash, facts);
    return { id: newId(), ...facts, workspaceId, prevHash, hash };
  });
  await db.auditEvent.createMany({
    data: rows.map(({ before, after, ...row }) => ({
      ...row,
      ...(before === null ? {} : { before: before as object }),
      ...(after === null ? {} : { after: after as object }),
    })),
  });
  await db.auditHead.updateMany({ where: { workspaceId }, data: { hash } });
}

/** As it will be read back: dates become text, undefined disappears. */
const plain = (value: unknown): unknown =>
  value === undefined || value === null ? null : JSON.parse(JSON.stringify(value));
