import { conflict } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { gateOfModel, isProtected, moveAlias, requireModel, requireNumber } from "../models/index.ts";
import { defineVerb } from "../verb.ts";
import { pendingChecks } from "./judge.ts";
import { personBehind } from "./person.ts";
import { bypassInput, promotion } from "./schemas.ts";
import { addEntry, auditView, checkAfterCommit, storedChecks, tellDecided } from "./store.ts";

/**
 * Moves a protected alias without a second person. An owner's, with a reason; what the checks saw is kept beside it.
 * @throws conflict when the alias is not protected or points there already
 */
export const bypass = defineVerb({
  name: "promotions.bypass",
  permission: "promotions:own",
  input: bypassInput,
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
    const from = at?.versionId ?? null;
    if (from === (to?.id ?? null)) throw conflict("The alias points there already");
    const row = await db.promotion.create({
      data: {
        id: newId(),
        workspaceId,
        modelId,
        modelName: model.name,
        alias,
        versionId: to?.id ?? null,
        version,
        fromVersionId: from,
        fromVersion: at?.version ?? null,
        state: "bypassed",
        openKey: null,
        reason,
        checks: to ? storedChecks(pendingChecks(gate, null)) : [],
        requestedById: actor.id,
        requestedByKind: actor.kind,
        requestedByName: actor.name,
        requesterId: await personBehind(db, actor),
        decidedById: actor.id,
        decidedByName: actor.name,
        decidedAt: now,
        expiresAt: now,
      },
    });
    await addEntry(work, row.id, "bypassed", reason);
    work.audit({ subject: { type: "promotion", id: row.id }, after: auditView(row) });
    await moveAlias(work, { model, alias, to, from, permit: { promotionId: row.id } });
    tellDecided(work, row);
    // Nothing waits for them; what they see stands beside what was done.
    if (to) checkAfterCommit(work, row.id);
    return row;
  },
});
