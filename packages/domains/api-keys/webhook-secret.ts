import { conflict } from "@triops/kernel/errors";
import { randomText } from "@triops/kernel/ids";
import { seal } from "@triops/kernel/secrets";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { blockedBecause, keyState, webhookSecretPlace } from "./rules.ts";
import { newWebhookSecret } from "./schemas.ts";
import { publishKeys } from "./snapshot.ts";
import { auditView, requireKey } from "./store.ts";

/** 32 characters of base 62 carry 190 bits. */
const secretLength = 32;

/** A secret for GitHub to sign with, in place of the key; one that was there before ends. Shown this once. */
export const makeWebhookSecret = defineVerb({
  name: "api-keys.webhook-secret",
  permission: "api-keys:admin",
  input: idInput,
  output: newWebhookSecret,
  run: async (work, { id }) => {
    const { db, context, runtime } = work;
    const before = await requireKey(db, id);
    const blocked = blockedBecause(keyState(before, context.now));
    if (blocked) throw conflict(blocked);
    const secret = randomText(secretLength);
    const [after] = await db.apiKey.updateManyAndReturn({
      where: { id, revokedAt: null, updatedAt: before.updatedAt },
      data: { webhookSecret: seal(runtime.secretKey, context.workspaceId, webhookSecretPlace(id), secret) },
    });
    if (!after) throw conflict("Somebody else changed this key just now; look again");
    work.audit({ subject: { type: "api-key", id }, before: auditView(before), after: auditView(after) });
    work.afterCommit(() => publishKeys(runtime, [id]));
    return { id, secret };
  },
});
