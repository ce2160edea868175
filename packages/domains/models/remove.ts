import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { requireUnguarded } from "./aliases.ts";
import { aliasMoved, modelDeleted, versionDeleted } from "./events.ts";
import { model, modelVersion } from "./schemas.ts";
import {
  auditVersion,
  auditView,
  isPrompt,
  requireModel,
  requireVersion,
  shownModel,
  shownVersion,
  touch,
} from "./store.ts";

/** Deletes a model with its versions, tags and aliases; the name is free again. @throws forbidden under a gate */
export const remove = defineVerb({
  name: "models.delete",
  permission: "models:write",
  input: idInput,
  output: model,
  run: async (work, { id }) => {
    const { db } = work;
    const row = await requireModel(db, id);
    await requireUnguarded(work, row, null, "deleted");
    const shown = await shownModel(db, row);
    const prompt = await isPrompt(db, id);
    const versions = await db.modelVersion.findMany({ where: { modelId: id }, select: { id: true } });
    await db.modelVersionTag.deleteMany({
      where: { versionId: { in: versions.map((version) => version.id) } },
    });
    await db.modelAlias.deleteMany({ where: { modelId: id } });
    await db.modelVersion.deleteMany({ where: { modelId: id } });
    await db.registeredModelTag.deleteMany({ where: { modelId: id } });
    await db.modelGate.deleteMany({ where: { scope: id } });
    await db.registeredModel.deleteMany({ where: { id } });
    work.audit({ subject: { type: "model", id }, before: auditView(row) });
    work.emit(modelDeleted, { modelId: id, name: row.name, prompt });
    return shown;
  },
});

/** Deletes a version and its aliases. Its number is never given again. @throws forbidden under a gate */
export const removeVersion = defineVerb({
  name: "models.delete-version",
  permission: "models:write",
  input: idInput,
  output: modelVersion,
  run: async (work, { id }) => {
    const { db, context } = work;
    const row = await requireVersion(db, id);
    const of = await requireModel(db, row.modelId);
    const aliases = await requireUnguarded(work, of, id, "deleted");
    const shown = await shownVersion(db, row);
    await db.modelAlias.deleteMany({ where: { modelId: of.id, versionId: id } });
    await db.modelVersion.updateMany({
      where: { id, deletedAt: null },
      data: { deletedAt: context.now, updatedAt: context.now },
    });
    await touch(work, of.id);
    work.audit({ subject: { type: "model-version", id }, before: auditVersion(of, row) });
    const facts = { modelId: of.id, name: of.name, prompt: await isPrompt(db, of.id) };
    for (const { alias } of aliases) {
      work.emit(aliasMoved, {
        ...facts,
        alias,
        fromVersionId: id,
        fromVersion: row.version,
        toVersionId: null,
        toVersion: null,
        promotionId: null,
      });
    }
    work.emit(versionDeleted, { ...facts, versionId: id, version: row.version });
    return shown;
  },
});
