import { notFound } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { savedView, updateInput } from "./schemas.ts";
import { auditView, present, requireOwnView } from "./store.ts";

/** Renames a view, replaces its question, shares it or takes it back. @throws conflict when the name is taken */
export const update = defineVerb({
  name: "saved-views.update",
  permission: "saved-views:write",
  input: updateInput,
  output: savedView,
  run: async (work, { id, name, query, shared }) => {
    const { db, context } = work;
    const before = await requireOwnView(db, id, context.actor);
    const [after] = await db.savedView.updateManyAndReturn({
      where: { id },
      data: {
        ...(name === undefined ? {} : { name }),
        ...(query === undefined ? {} : { query }),
        ...(shared === undefined ? {} : { shared }),
      },
    });
    if (!after) throw notFound("saved view");
    work.audit({ subject: { type: "saved-view", id }, before: auditView(before), after: auditView(after) });
    return present(after, context.actor);
  },
});
