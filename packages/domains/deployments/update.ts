import { notFound } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { deployment, updateInput } from "./schemas.ts";
import { auditView, requireDeployment, revise, shown } from "./store.ts";

/** Settings, also while a rollout is under way; who answers is `route`'s business. @throws conflict */
export const update = defineVerb({
  name: "deployments.update",
  permission: "deployments:write",
  input: updateInput,
  output: deployment,
  run: async (work, { id, description, logging, ...settings }) => {
    const before = await requireDeployment(work.db, id);
    const data = { ...settings, ...logging };
    const given = Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined));
    const noticed = Object.keys(given).length > 0;
    if (description !== undefined) {
      const { count } = await work.db.deployment.updateMany({ where: { id }, data: { description } });
      if (count === 0) throw notFound("deployment");
    }
    const after = {
      ...(noticed
        ? await revise(work, before, { kind: "settings", data: given, as: before.rolloutId })
        : before),
      ...(description === undefined ? {} : { description }),
    };
    work.audit({ subject: { type: "deployment", id }, before: auditView(before), after: auditView(after) });
    return shown(after);
  },
});
