import { conflict } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { resolveVariants } from "./resolve.ts";
import { blockedBecause } from "./rules.ts";
import { deployment, routeInput } from "./schemas.ts";
import { auditView, requireDeployment, revise, shown } from "./store.ts";

/** Who answers from now on, and with which share. @throws invalid, conflict during a rollout or for an older revision */
export const route = defineVerb({
  name: "deployments.route",
  permission: "deployments:write",
  input: routeInput,
  output: deployment,
  run: async (work, { id, variants: wanted, revision, reason }) => {
    const before = await requireDeployment(work.db, id);
    const blocked = blockedBecause.route(before);
    if (blocked) throw conflict(blocked);
    if (revision !== undefined && revision !== before.revision)
      throw conflict(`The deployment is at revision ${before.revision} by now; look again`);
    const variants = await resolveVariants(work, wanted, before.variants);
    const after = await revise(work, before, { kind: "routed", reason, variants });
    work.audit({ subject: { type: "deployment", id }, before: auditView(before), after: auditView(after) });
    return shown(after);
  },
});
