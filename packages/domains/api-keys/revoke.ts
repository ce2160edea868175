import { conflict } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { keyRevoked } from "./events.ts";
import { apiKey } from "./schemas.ts";
import { publishKeys } from "./snapshot.ts";
import { auditView, keyView, requireKey } from "./store.ts";

/** Ends a key for good: here at once, at the gateway as soon as Redis has told it. */
export const revoke = defineVerb({
  name: "api-keys.revoke",
  permission: "api-keys:admin",
  input: idInput,
  output: apiKey,
  run: async (work, { id }) => {
    const before = await requireKey(work.db, id);
    const [after] = await work.db.apiKey.updateManyAndReturn({
      where: { id, revokedAt: null },
      data: { revokedAt: work.context.now },
    });
    if (!after) throw conflict("This key was revoked already");
    work.audit({ subject: { type: "api-key", id }, before: auditView(before), after: auditView(after) });
    if (after.virtualKeyId !== null) work.emit(keyRevoked, { keyId: id, virtualKeyId: after.virtualKeyId });
    work.afterCommit(() => publishKeys(work.runtime, [id]));
    return keyView(after);
  },
});
