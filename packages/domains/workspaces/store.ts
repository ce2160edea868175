import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import type { Context } from "@triops/kernel/context";
import { notFound } from "@triops/kernel/errors";
import { limitsOf } from "../api-keys/index.ts";

export type Row = Prisma.WorkspaceGetPayload<object>;

/** The caller's own workspace. @throws notFound for any other, whether it exists or not */
export async function requireOwn(db: Transaction, context: Context, id: string): Promise<Row> {
  const row = id === context.workspaceId ? await db.workspace.findUnique({ where: { id } }) : null;
  if (!row) throw notFound("workspace");
  return row;
}

/** A workspace as it is told: with the limits that hold for it. */
export const workspaceView = (row: Row) => ({ ...row, limits: limitsOf(row.ingestLimits) });

/** What the audit log shows of a workspace. */
export const auditView = ({ id, slug, name, retentionDays, ingestLimits, operator, demonstration }: Row) => ({
  limits: limitsOf(ingestLimits),
  id,
  slug,
  name,
  retentionDays,
  operator,
  demonstration,
});
