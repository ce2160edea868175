import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import type { Actor } from "@triops/kernel/context";
import { forbidden, notFound } from "@triops/kernel/errors";
import { changeRefusal, maySee } from "./rules.ts";

type Row = Prisma.SavedViewGetPayload<object>;

export const present = (row: Row, actor: Actor) => ({ ...row, mine: row.ownerId === actor.id });

/** @throws notFound, also for a private view of somebody else */
export async function requireView(db: Transaction, id: string, actor: Actor): Promise<Row> {
  const row = await db.savedView.findFirst({ where: { id } });
  if (!row || !maySee(row, actor)) throw notFound("saved view");
  return row;
}

/** @throws notFound, forbidden */
export async function requireOwnView(db: Transaction, id: string, actor: Actor): Promise<Row> {
  const row = await requireView(db, id, actor);
  const reason = changeRefusal(row, actor);
  if (reason) throw forbidden(reason);
  return row;
}

export function auditView({ screen, name, query, shared }: Row) {
  return { screen, name, query, shared };
}
