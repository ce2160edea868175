import { conflict } from "@triops/kernel/errors";
import { openKeyOf } from "../approval-rows.ts";
import { defineVerb } from "../verb.ts";
import { promotionRequested } from "./events.ts";
import { moveOf, open } from "./open.ts";
import { createInput, promotion } from "./schemas.ts";
import { addEntry, auditView, checkAfterCommit } from "./store.ts";

/** Asks to move a protected alias; the checks run right after. To take one away there is nothing to measure. */
export const create = defineVerb({
  name: "promotions.create",
  permission: "promotions:write",
  input: createInput,
  output: promotion,
  run: async (work, wish) => {
    const { db, context } = work;
    const { modelId, alias, version, reason } = wish;
    const move = await moveOf(work, wish);
    const { model, gate, to, at } = move;
    const openKey = openKeyOf(modelId, alias, version);
    const same = await db.promotion.findFirst({ where: { openKey } });
    if (same) throw conflict("There is an open request for this version and alias already");
    const row = await open(work, wish, move, {
      state: to ? "checking" : "waiting",
      openKey,
      expiresAt: new Date(context.now.getTime() + gate.expiresAfterHours * 3_600_000),
    });
    await addEntry(work, row.id, "requested", reason);
    work.audit({ subject: { type: "promotion", id: row.id }, after: auditView(row) });
    work.emit(promotionRequested, {
      promotionId: row.id,
      modelId,
      name: model.name,
      alias,
      version,
      fromVersion: at?.version ?? null,
      by: context.actor.name,
    });
    if (to) checkAfterCommit(work, row.id);
    return row;
  },
});
