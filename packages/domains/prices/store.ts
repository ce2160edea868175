import { compileOverride, type PriceOverride } from "@triops/analysis/pricing/overrides";
import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { invalid, notFound } from "@triops/kernel/errors";
import type { Runtime } from "../runtime.ts";
import { publishSome } from "../snapshot-part.ts";
import type { Work } from "../work.ts";
import { priceInWords } from "./rules.ts";
import { overrideOf, pricesSnapshot } from "./snapshot.ts";

export type Row = Prisma.PriceGetPayload<object>;

/** @throws notFound, also for a price of another workspace */
export async function requirePrice(db: Transaction, id: string): Promise<Row> {
  const row = await db.price.findFirst({ where: { id } });
  if (!row) throw notFound("price");
  return row;
}

/** Begins a change of a workspace's prices: one after the other, each with a revision of its own. */
export async function changePrices({ db, context }: Work): Promise<void> {
  await db.$executeRaw`INSERT INTO price_lists ("workspaceId", "updatedAt")
    VALUES (${context.workspaceId}::uuid, now())
    ON CONFLICT ("workspaceId") DO UPDATE SET revision = price_lists.revision + 1, "updatedAt" = now()`;
}

export function publishAfter({ runtime, context, afterCommit }: Work): void {
  afterCommit(() => publishPrices(runtime, context.workspaceId));
}

export const publishPrices = (runtime: Runtime, workspaceId: string): Promise<void> =>
  publishSome(runtime, pricesSnapshot, [workspaceId]);

/** @throws invalid for what the pricer could not read */
export function checkPrice(row: Row): void {
  if (row.until !== null && row.until <= row.from)
    throw invalid("Some fields are missing or wrong", [
      { path: "until", message: "It ends before it begins" },
    ]);
  try {
    compileOverride(overrideOf(row));
  } catch (error) {
    const message = error instanceof Error ? error.message : "It cannot be read";
    throw invalid("Some fields are missing or wrong", [{ path: "rates", message }]);
  }
}

/** A workspace's own prices, as the pricer takes them. */
export async function ownPrices(db: Transaction): Promise<PriceOverride[]> {
  return (await db.price.findMany({ orderBy: { id: "asc" } })).map(overrideOf);
}

/** What the audit log and the feed of changes show of a price. */
export const auditView = (row: Row) => ({
  id: row.id,
  name: priceInWords(row),
  rates: row.rates,
  from: row.from,
  until: row.until,
  inherits: row.inherits,
});
