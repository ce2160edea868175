import type { Scope } from "@triops/kernel/context";
import { conflict } from "@triops/kernel/errors";
import { open, seal } from "@triops/kernel/secrets";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { mayHandOut } from "./create.ts";
import {
  blockedBecause,
  endsAfterRotation,
  keyState,
  rotatedElsewhere,
  webhookSecretPlace,
} from "./rules.ts";
import { newApiKey, rotateInput } from "./schemas.ts";
import { publishKeys } from "./snapshot.ts";
import { auditView, insertKey, keyView, type Row, requireKey } from "./store.ts";

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
    const elsewhere = rotatedElsewhere(before);
    if (elsewhere) throw conflict(elsewhere);
    const scopes = before.scopes as Scope[];
    mayHandOut(context.actor, scopes);
    const [old] = await db.apiKey.updateManyAndReturn({
      where: { id, revokedAt: null, updatedAt: before.updatedAt },
      data: { expiresAt: endsAfterRotation(before.expiresAt, graceMinutes, context.now) },
    });
    if (!old) throw conflict("Somebody else changed this key just now; look again");
    const made = await insertKey(work, { name: before.name, scopes, expiresAt: before.expiresAt });
    const row = { ...made, ...(await carryWebhookSecret(work, before, made.id)) };
    work.audit({ subject: { type: "api-key", id }, before: auditView(before), after: auditView(old) });
    work.audit({ subject: { type: "api-key", id: row.id }, after: auditView(row) });
    work.afterCommit(() => publishKeys(work.runtime, [id, row.id]));
    return keyView(row);
  },
});

/** GitHub goes on signing with what it has; sealed anew, because a seal holds for one key. */
async function carryWebhookSecret({ db, context, runtime }: Work, from: Row, keyId: string) {
  if (from.webhookSecret === null) return {};
  const { secretKey } = runtime;
  const { workspaceId } = context;
  const secret = open(secretKey, workspaceId, webhookSecretPlace(from.id), from.webhookSecret);
  const webhookSecret = seal(secretKey, workspaceId, webhookSecretPlace(keyId), secret);
  await db.apiKey.updateMany({ where: { id: keyId }, data: { webhookSecret } });
  return { webhookSecret };
}
