import type { Transaction } from "@triops/database/scoped";
import type { Actor, Scope } from "@triops/kernel/context";
import type { Runtime } from "../runtime.ts";
import { keyPrefix, keyState } from "./rules.ts";
import { hashKey } from "./store.ts";

export type KeyHolder = { workspaceId: string; actor: Extract<Actor, { kind: "apiKey" }> };

/** Who holds this key; null for a malformed, unknown, revoked or expired one. */
export async function holderOf(runtime: Runtime, key: string, now: Date): Promise<KeyHolder | null> {
  // The checksum first: guesses and typing errors cost no question to the database.
  if (keyPrefix(key) === null) return null;
  const row = await runtime.database.apiKey.findUnique({
    where: { keyHash: hashKey(runtime.secretKey, key) },
  });
  if (!row || keyState(row, now) !== "active") return null;
  return {
    workspaceId: row.workspaceId,
    actor: { kind: "apiKey", id: row.id, name: row.name, scopes: row.scopes as Scope[] },
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What people call these keys, ended ones too; ids that are none of this workspace's are left out. */
export async function namesOfKeys(
  db: Transaction,
  ids: readonly string[],
): Promise<Map<string, { name: string; prefix: string }>> {
  const rows = await db.apiKey.findMany({
    where: { id: { in: ids.filter((id) => uuid.test(id)) } },
    select: { id: true, name: true, prefix: true },
  });
  return new Map(rows.map(({ id, name, prefix }) => [id, { name, prefix }]));
}

/** Who made this key; null for one that is none of this workspace's. */
export async function creatorOfKey(db: Transaction, id: string): Promise<string | null> {
  const row = uuid.test(id)
    ? await db.apiKey.findFirst({ where: { id }, select: { createdById: true } })
    : null;
  return row && uuid.test(row.createdById) ? row.createdById : null;
}
