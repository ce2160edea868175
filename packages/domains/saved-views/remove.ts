import { notFound } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { savedView } from "./schemas.ts";
import { auditView, present, requireOwnView } from "./store.ts";

export const remove = defineVerb({
  name: "saved-views.remove",
  permission: "saved-views:write",
  input: idInput,
  output: savedView,
  run: async (work, { id }) => {
    const { db, context } = work;
    const before = await requireOwnView(db, id, context.actor);
    const { count } = await db.savedView.deleteMany({ where: { id } });
    if (count === 0) throw notFound("saved view");
    work.audit({ subject: { type: "saved-view", id }, before: auditView(before), after: null });
    return present(before, context.actor);
  },
});
