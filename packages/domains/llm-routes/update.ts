import { conflict } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { checkGuardrails, checkSettings, checkShares } from "./check.ts";
import { route, updateInput } from "./schemas.ts";
import { auditView, requireFreeName, requireRoute, revise, shown } from "./store.ts";
import { type StoredSettings, settingsOf } from "./stored.ts";

/** What is not named stays. @throws invalid, conflict for a name in use and for an older revision */
export const update = defineVerb({
  name: "llm-routes.update",
  permission: "llm-routes:write",
  input: updateInput,
  output: route,
  run: async (work, { id, revision, name, description, targets, ...settings }) => {
    const { db } = work;
    const before = await requireRoute(db, id);
    if (revision !== undefined && revision !== before.revision)
      throw conflict(`The route is at revision ${before.revision} by now; look again`);
    const known = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
    const after: StoredSettings = { ...settingsOf(before), ...known };
    if (targets) checkShares(targets);
    checkSettings(after);
    if (settings.guardrails) await checkGuardrails(db, settings.guardrails, name ?? before.name);
    if (name !== undefined && name !== before.name) await requireFreeName(db, name);
    const change = {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      settings: after,
    };
    const row = await revise(work, before, change, targets);
    work.audit({ subject: { type: "llm-route", id }, before: auditView(before), after: auditView(row) });
    return shown(row);
  },
});
