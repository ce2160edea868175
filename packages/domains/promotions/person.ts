import type { Transaction } from "@triops/database/scoped";
import type { Actor } from "@triops/kernel/context";
import { creatorOfKey } from "../api-keys/index.ts";

/** The member who stands behind a request: a key acts for whoever made it, so that nobody approves their own key's. */
export async function personBehind(db: Transaction, actor: Actor): Promise<string | null> {
  if (actor.kind === "member") return actor.id;
  if (actor.kind === "system") return null;
  const creatorId = await creatorOfKey(db, actor.id);
  const member = creatorId ? await db.member.findFirst({ where: { id: creatorId } }) : null;
  return member?.id ?? null;
}
