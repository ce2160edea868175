import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { notFound } from "@triops/kernel/errors";

export const withCount = { _count: { select: { items: true } } } as const;
type Row = Prisma.DatasetGetPayload<{ include: typeof withCount }>;

export const present = ({ _count, ...row }: Row) => ({ ...row, itemCount: _count.items });

/** @throws notFound */
export async function requireDataset(db: Transaction, id: string): Promise<Row> {
  const row = await db.dataset.findFirst({ where: { id }, include: withCount });
  if (!row) throw notFound("dataset");
  return row;
}

/** @throws notFound */
export async function requireItem(
  db: Transaction,
  { datasetId, itemId }: { datasetId: string; itemId: string },
) {
  const row = await db.datasetItem.findFirst({ where: { id: itemId, datasetId } });
  if (!row) throw notFound("dataset item");
  return row;
}

export const auditDataset = ({ name, description }: Pick<Row, "name" | "description">) => ({
  name,
  description,
});
