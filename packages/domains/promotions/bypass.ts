import { conflict } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { gateOfModel, isProtected, moveAlias, requireModel, requireNumber } from "../models/index.ts";
import { defineVerb } from "../verb.ts";
import { personBehind } from "./person.ts";
import { runChecks } from "./run-checks.ts";
import { bypassInput, promotion } from "./schemas.ts";
import { addEntry, auditView, storedChecks, tellDecided } from "./store.ts";

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
    const { protectedAliases } = await gateOfModel(db, modelId);
    if (!isProtected(alias, protectedAliases)) {
      throw conflict(`"${alias}" is not protected: it can be moved without a request`);
    }
    const to = version === null ? null : await requireNumber(db, modelId, version);
    const notRun = { state: "not_run", detail: "It was not waited for", evidence: {} } as const;
    const checked = await runChecks(work, { modelId, alias, versionId: to?.id ?? null }, notRun);
    if (checked.fromVersionId === (to?.id ?? null)) throw conflict("The alias points there already");
    const row = await db.promotion.create({
      data: {
        id: newId(),
        workspaceId,
        modelId,
        modelName: model.name,
        alias,
        versionId: to?.id ?? null,
        version,
        fromVersionId: checked.fromVersionId,
        fromVersion: checked.fromVersion,
        state: "bypassed",
        openKey: null,
        reason,
        checks: storedChecks(checked.checks),
        checkedAt: now,
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
    const from = checked.fromVersionId;
    await moveAlias(work, { model, alias, to, from, permit: { promotionId: row.id } });
    tellDecided(work, row);
    return row;
  },
});
