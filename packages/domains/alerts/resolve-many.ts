import { defineVerb } from "../verb.ts";
import { endOpenAlert } from "./resolve.ts";
import { resolveManyInput, resolveManyResult } from "./schemas.ts";

/** A person says of several that they are over. Those that are already, or that are not found, are left out. */
export const resolveMany = defineVerb({
  name: "alerts.resolve-many",
  permission: "alerts:write",
  input: resolveManyInput,
  output: resolveManyResult,
  run: async (work, { ids, reason }) => {
    const detail = { by: work.context.actor.name, ...(reason ? { reason } : {}) };
    const wanted = [...new Set(ids)].sort();
    let resolved = 0;
    for (const id of wanted) {
      if (await endOpenAlert(work, { id }, work.context.now, "hand", detail)) resolved += 1;
    }
    const skipped = wanted.length - resolved;
    if (resolved === 0)
      work.audit({ subject: { type: "alert", id: wanted[0] ?? "" }, after: { resolved, skipped } });
    return { resolved, skipped };
  },
});
