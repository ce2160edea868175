import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import type { Context } from "@triops/kernel/context";
import { notFound } from "@triops/kernel/errors";

export type Row = Prisma.WorkspaceGetPayload<object>;

/** The caller's own workspace. @throws notFound for any other, whether it exists or not */
export async function requireOwn(db: Transaction, context: Context, id: string): Promise<Row> {
  const row = id === context.workspaceId ? await db.workspace.findUnique({ where: { id } }) : null;
  if (!row) throw notFound("workspace");
  return row;
}

/** What the audit log shows of a workspace. */
export const auditView = ({ id, slug, name, retentionDays, operator, demonstration }: Row) => ({
  id,
  slug,
  name,
  retentionDays,
  operator,
  demonstration,
});
