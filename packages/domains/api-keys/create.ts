import type { Actor, Scope } from "@triops/kernel/context";
import { forbidden, invalid } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { createInput, newApiKey } from "./schemas.ts";
import { publishKeys } from "./snapshot.ts";
import { auditView, insertKey, keyView } from "./store.ts";

/** Makes a key and shows it this once. @throws forbidden when a key would hand out more than it has itself */
export const create = defineVerb({
  name: "api-keys.create",
  permission: "api-keys:admin",
  input: createInput,
  output: newApiKey,
  run: async (work, { name, scopes, expiresAt }) => {
    mayHandOut(work.context.actor, scopes);
    const ends = expiresAt ? new Date(expiresAt) : null;
    if (ends && ends <= work.context.now) {
      throw invalid("A key cannot end in the past", [{ path: "expiresAt", message: "Choose a later time" }]);
    }
    const row = await insertKey(work, { name, scopes, expiresAt: ends });
    work.audit({ subject: { type: "api-key", id: row.id }, after: auditView(row) });
    work.afterCommit(() => publishKeys(work.runtime, [row.id]));
    return keyView(row);
  },
});

/** @throws forbidden */
export function mayHandOut(actor: Actor, scopes: readonly Scope[]): void {
  if (actor.kind !== "apiKey") return;
  const missing = scopes.find((scope) => !actor.scopes.includes(scope));
  if (missing) throw forbidden(`This key lacks the scope "${missing}" and cannot hand it out`);
}
