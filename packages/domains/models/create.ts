import { conflict } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import { requireUnguarded } from "./aliases.ts";
import { modelCreated, modelRenamed } from "./events.ts";
import { promptTag } from "./rules.ts";
import { createInput, model, renameInput, updateInput } from "./schemas.ts";
import { auditView, isPrompt, lastOfEach, requireModel, shownModel } from "./store.ts";

/** Registers a name; versions follow. @throws conflict for a name in use */
export const create = defineVerb({
  name: "models.create",
  permission: "models:write",
  input: createInput,
  output: model,
  run: async (work, { name, description, owners, tags }) => {
    const { db, context } = work;
    const { workspaceId, actor, now } = context;
    if (await db.registeredModel.findFirst({ where: { name } })) throw conflict(`${name} already exists`);
    const row = await db.registeredModel.create({
      data: {
        id: newId(),
        workspaceId,
        name,
        description,
        owners,
        createdById: actor.id,
        createdByName: actor.name,
        createdAt: now,
        updatedAt: now,
      },
    });
    const kept = lastOfEach(tags);
    await db.registeredModelTag.createMany({
      data: kept.map((tag) => ({ ...tag, modelId: row.id, workspaceId })),
    });
    work.audit({ subject: { type: "model", id: row.id }, after: auditView(row) });
    work.emit(modelCreated, {
      modelId: row.id,
      name,
      prompt: kept.some((tag) => tag.key === promptTag && tag.value.toLowerCase() === "true"),
      description,
      tags: Object.fromEntries(kept.map((tag) => [tag.key, tag.value])),
    });
    return shownModel(db, row);
  },
});

/** Changes what is said about it. */
export const update = defineVerb({
  name: "models.update",
  permission: "models:write",
  input: updateInput,
  output: model,
  run: async (work, { id, description, owners }) => {
    const { db, context } = work;
    const before = await requireModel(db, id);
    const after = await db.registeredModel.update({
      where: { id },
      data: {
        description: description ?? before.description,
        owners: owners ?? before.owners,
        updatedAt: context.now,
      },
    });
    work.audit({ subject: { type: "model", id }, before: auditView(before), after: auditView(after) });
    return shownModel(db, after);
  },
});

/** Versions, tags and aliases come along: they hang on the id. @throws conflict for a name in use, forbidden under a gate */
export const rename = defineVerb({
  name: "models.rename",
  permission: "models:write",
  input: renameInput,
  output: model,
  run: async (work, { id, name }) => {
    const { db, context } = work;
    const before = await requireModel(db, id);
    await requireUnguarded(work, before, null, "renamed");
    const taken = await db.registeredModel.findFirst({ where: { name, id: { not: id } } });
    if (taken) throw conflict(`${name} already exists`);
    const data = { name, updatedAt: context.now };
    const after = await db.registeredModel.update({ where: { id }, data });
    await db.modelVersion.updateMany({
      where: { modelId: id, deletedAt: null },
      data: { updatedAt: context.now },
    });
    work.audit({ subject: { type: "model", id }, before: auditView(before), after: auditView(after) });
    const prompt = await isPrompt(db, id);
    work.emit(modelRenamed, { modelId: id, name: before.name, prompt, newName: name });
    return shownModel(db, after);
  },
});
