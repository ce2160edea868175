import { decidedBy } from "../approval-rows.ts";
import { moveAlias } from "../models/index.ts";
import { defineVerb } from "../verb.ts";
import { moveOf, open } from "./open.ts";
import { bypassInput, promotion } from "./schemas.ts";
import { addEntry, auditView, checkAfterCommit, tellDecided } from "./store.ts";

/**
 * Moves a protected alias without a second person. An owner's, with a reason; what the checks saw is kept beside it.
 * @throws conflict when the alias is not protected or points there already
 */
export const bypass = defineVerb({
  name: "promotions.bypass",
  permission: "promotions:own",
  input: bypassInput,
  output: promotion,
  run: async (work, wish) => {
    const { alias, reason } = wish;
    const move = await moveOf(work, wish);
    const { model, to, at } = move;
    const row = await open(work, wish, move, {
      state: "bypassed",
      openKey: null,
      expiresAt: work.context.now,
      ...decidedBy(work.context),
    });
    await addEntry(work, row.id, "bypassed", reason);
    work.audit({ subject: { type: "promotion", id: row.id }, after: auditView(row) });
    await moveAlias(work, {
      model,
      alias,
      to,
      from: at?.versionId ?? null,
      permit: { promotionId: row.id },
    });
    tellDecided(work, row);
    // Nothing waits for them; what they see stands beside what was done.
    if (to) checkAfterCommit(work, row.id);
    return row;
  },
});
