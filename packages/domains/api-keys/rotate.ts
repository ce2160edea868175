import type { Scope } from "@triops/kernel/context";
import { conflict } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { mayHandOut } from "./create.ts";
import { blockedBecause, endsAfterRotation, keyState } from "./rules.ts";
import { newApiKey, rotateInput } from "./schemas.ts";
import { publishKeys } from "./snapshot.ts";
import { auditView, insertKey, requireKey } from "./store.ts";

/** A new key with the old one's name and scopes; the old one goes on working for the grace. */
export const rotate = defineVerb({
  name: "api-keys.rotate",
  permission: "api-keys:admin",
  input: rotateInput,
  output: newApiKey,
  run: async (work, { id, graceMinutes }) => {
    const { db, context } = work;
    const before = await requireKey(db, id);
    const blocked = blockedBecause(keyState(before, context.now));
    if (blocked) throw conflict(blocked);
    const scopes = before.scopes as Scope[];
    mayHandOut(context.actor, scopes);
    const [old] = await db.apiKey.updateManyAndReturn({
      where: { id, revokedAt: null, updatedAt: before.updatedAt },
      data: { expiresAt: endsAfterRotation(before.expiresAt, graceMinutes, context.now) },
    });
    if (!old) throw conflict("Somebody else changed this key just now; look again");
    const row = await insertKey(work, { name: before.name, scopes, expiresAt: before.expiresAt });
    work.audit({ subject: { type: "api-key", id }, before: auditView(before), after: auditView(old) });
    work.audit({ subject: { type: "api-key", id: row.id }, after: auditView(row) });
    work.afterCommit(() => publishKeys(work.runtime, [id, row.id]));
    return row;
  },
});
