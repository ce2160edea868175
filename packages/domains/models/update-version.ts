import { invalid } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { stageMoved } from "./events.ts";
import { modelVersion, stageInput, updateVersionInput } from "./schemas.ts";
import { auditVersion, isPrompt, requireModel, requireVersion, shownVersion, touch } from "./store.ts";

/** Changes what is said about a version; what it is never changes. */
export const updateVersion = defineVerb({
  name: "models.update-version",
  permission: "models:write",
  input: updateVersionInput,
  output: modelVersion,
  run: async (work, { id, description }) => {
    const { db, context } = work;
    const before = await requireVersion(db, id);
    const of = await requireModel(db, before.modelId);
    const after = await db.modelVersion.update({
      where: { id },
      data: { description, updatedAt: context.now },
    });
    work.audit({
      subject: { type: "model-version", id },
      before: auditVersion(of, before),
      after: auditVersion(of, after),
    });
    return shownVersion(db, after);
  },
});

/** MLflow's stages, for clients that still use them. `archiveExisting` puts away what was in the stage before. */
export const moveStage = defineVerb({
  name: "models.move-stage",
  permission: "models:write",
  input: stageInput,
  output: modelVersion,
  run: async (work, { id, stage, archiveExisting }) => {
    const { db, context } = work;
    const before = await requireVersion(db, id);
    const of = await requireModel(db, before.modelId);
    if (archiveExisting && stage !== "Staging" && stage !== "Production") {
      throw invalid(
        `Model version transition cannot archive existing model versions because '${stage}' is not an Active stage. Valid stages are ['Staging', 'Production']`,
      );
    }
    const prompt = await isPrompt(db, of.id);
    const moved = archiveExisting
      ? await db.modelVersion.updateManyAndReturn({
          where: { modelId: of.id, stage, deletedAt: null, id: { not: id } },
          data: { stage: "Archived", updatedAt: context.now },
        })
      : [];
    const after = await db.modelVersion.update({ where: { id }, data: { stage, updatedAt: context.now } });
    await touch(work, of.id);
    work.audit({
      subject: { type: "model-version", id },
      before: auditVersion(of, before),
      after: auditVersion(of, after),
    });
    for (const other of moved) {
      work.audit({
        subject: { type: "model-version", id: other.id },
        before: { ...auditVersion(of, other), stage },
        after: auditVersion(of, other),
      });
    }
    for (const { row, from } of [
      ...moved.map((row) => ({ row, from: stage as string })),
      { row: after, from: before.stage },
    ]) {
      if (from === row.stage) continue;
      const { id: versionId, version, stage: to } = row;
      work.emit(stageMoved, { modelId: of.id, name: of.name, prompt, versionId, version, from, to });
    }
    return shownVersion(db, after);
  },
});
