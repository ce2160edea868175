import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { notFound } from "@triops/kernel/errors";

type Row = Prisma.ChangeGetPayload<object>;

/** @throws notFound, also for a change of another workspace */
export async function requireChange(db: Transaction, id: string): Promise<Row> {
  const row = await db.change.findFirst({ where: { id } });
  if (!row) throw notFound("change");
  return row;
}

/** What the audit log shows of a change. */
export function auditView({ id, kind, service, target, title, at, link }: Row) {
  return { id, kind, service, target, title, at, link };
}

/** What was not said stays null in the ledger; a JSON null is not said either. */
export function beforeAndAfter(before: unknown, after: unknown): { before?: object; after?: object } {
  return {
    ...(before === undefined || before === null ? {} : { before: before as object }),
    ...(after === undefined || after === null ? {} : { after: after as object }),
  };
}
