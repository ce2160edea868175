import { limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import { createInput, savedView } from "./schemas.ts";
import { auditView, present } from "./store.ts";

/** Of one person and screen: a menu that nobody can read any more helps nobody. */
const viewsMax = 200;

/** Keeps a question. @throws conflict when the caller has one of this name already */
export const create = defineVerb({
  name: "saved-views.create",
  permission: "saved-views:write",
  input: createInput,
  output: savedView,
  run: async (work, input) => {
    const { db, context } = work;
    const { actor, workspaceId } = context;
    const count = await db.savedView.count({ where: { ownerId: actor.id, screen: input.screen } });
    if (count >= viewsMax) throw limitReached(`You have ${viewsMax} saved views here; delete one first`);
    const row = await db.savedView.create({
      data: { id: newId(), workspaceId, ownerId: actor.id, ownerName: actor.name, ...input },
    });
    work.audit({ subject: { type: "saved-view", id: row.id }, after: auditView(row) });
    return present(row, actor);
  },
});
