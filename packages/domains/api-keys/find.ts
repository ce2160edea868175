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
