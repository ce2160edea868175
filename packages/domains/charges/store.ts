import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { notFound } from "@triops/kernel/errors";

export type Row = Prisma.RepricingGetPayload<object>;

/** @throws notFound, also for a run of another workspace */
export async function requireRepricing(db: Transaction, id: string): Promise<Row> {
  const row = await db.repricing.findFirst({ where: { id } });
  if (!row) throw notFound("repricing");
  return row;
}

/** As it leaves. */
export function shown(row: Row) {
  const allMs = row.to.getTime() - row.from.getTime();
  const doneMs = (row.cursor ?? row.from).getTime() - row.from.getTime();
  return {
    ...row,
    progress: row.state === "done" ? 1 : Math.min(1, Math.max(0, doneMs / allMs)),
    beforeUsd: plain(row.beforeUsd),
    afterUsd: plain(row.afterUsd),
  };
}

/** Without an exponent. */
const plain = (amount: Prisma.Decimal): string => amount.toFixed();

export const auditView = (row: Row) => ({
  id: row.id,
  name: `calls from ${row.from.toISOString()} to ${row.to.toISOString()}`,
  model: row.model,
  provider: row.provider,
  unpricedOnly: row.unpricedOnly,
  state: row.state,
});
