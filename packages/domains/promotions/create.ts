import { conflict } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { gateOfModel, isProtected, requireModel, requireNumber } from "../models/index.ts";
import { defineVerb } from "../verb.ts";
import { promotionRequested } from "./events.ts";
import { pendingChecks } from "./judge.ts";
import { personBehind } from "./person.ts";
import { createInput, promotion } from "./schemas.ts";
import { addEntry, auditView, checkAfterCommit, openKeyOf, storedChecks } from "./store.ts";

/** Asks to move a protected alias; the checks run right after. To take one away there is nothing to measure. */
export const create = defineVerb({
  name: "promotions.create",
  permission: "promotions:write",
  input: createInput,
  output: promotion,
  run: async (work, { modelId, alias, version, reason }) => {
    const { db, context } = work;
    const { workspaceId, actor, now } = context;
    const model = await requireModel(db, modelId);
    const { protectedAliases, checks: gate } = await gateOfModel(db, modelId);
    if (!isProtected(alias, protectedAliases)) {
      throw conflict(`"${alias}" is not protected: it can be moved without a request`);
    }
    const to = version === null ? null : await requireNumber(db, modelId, version);
    const at = await db.modelAlias.findFirst({ where: { modelId, alias } });
    if ((at?.versionId ?? null) === (to?.id ?? null)) {
      throw conflict(to ? "The alias points at this version already" : "The alias points at nothing already");
    }
    const openKey = openKeyOf(modelId, alias, version);
    const same = await db.promotion.findFirst({ where: { openKey } });
    if (same) throw conflict("There is an open request for this version and alias already");
    const fromVersion = at?.version ?? null;
    const row = await db.promotion.create({
      data: {
        id: newId(),
        workspaceId,
        modelId,
        modelName: model.name,
        alias,
        versionId: to?.id ?? null,
        version,
        fromVersionId: at?.versionId ?? null,
        fromVersion,
        state: to ? "checking" : "waiting",
        openKey,
        reason,
        checks: to ? storedChecks(pendingChecks(gate, null)) : [],
        requestedById: actor.id,
        requestedByKind: actor.kind,
        requestedByName: actor.name,
        requesterId: await personBehind(db, actor),
        expiresAt: new Date(now.getTime() + gate.expiresAfterHours * 3_600_000),
      },
    });
    await addEntry(work, row.id, "requested", reason);
    work.audit({ subject: { type: "promotion", id: row.id }, after: auditView(row) });
    const by = actor.name;
    work.emit(promotionRequested, {
      promotionId: row.id,
      modelId,
      name: model.name,
      alias,
      version,
      fromVersion,
      by,
    });
    if (to) checkAfterCommit(work, row.id);
    return row;
  },
});
