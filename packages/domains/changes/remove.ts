import { conflict, notFound } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { removalRefusal } from "./rules.ts";
import { change, removeInput } from "./schemas.ts";
import { auditView, requireChange } from "./store.ts";

/** Takes back what the caller recorded by mistake. @throws conflict for what others or machines reported */
export const remove = defineVerb({
  name: "changes.remove",
  permission: "changes:write",
  input: removeInput,
  output: change,
  run: async (work, { id }) => {
    const row = await requireChange(work.db, id);
    const refusal = removalRefusal(row, work.context.actor.id);
    if (refusal) throw conflict(refusal);
    const { count } = await work.db.change.deleteMany({ where: { id } });
    if (count === 0) throw notFound("change");
    work.audit({ subject: { type: "change", id }, before: auditView(row), after: null });
    return row;
  },
});
