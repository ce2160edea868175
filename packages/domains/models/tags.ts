import { defineVerb } from "../verb.ts";
import { modelTagDeleted, modelTagSet, versionTagDeleted, versionTagSet } from "./events.ts";
import { model, modelVersion, tagInput, untagInput } from "./schemas.ts";
import { isPrompt, requireModel, requireVersion, shownModel, shownVersion } from "./store.ts";

export const setTag = defineVerb({
  name: "models.set-tag",
  permission: "models:write",
  input: tagInput,
  output: model,
  run: async (work, { id, key, value }) => {
    const { db, context } = work;
    const row = await requireModel(db, id);
    const before = await db.registeredModelTag.findFirst({ where: { modelId: id, key } });
    await db.registeredModelTag.upsert({
      where: { modelId_key: { modelId: id, key } },
      create: { modelId: id, key, value, workspaceId: context.workspaceId },
      update: { value },
    });
    work.audit({
      subject: { type: "model", id },
      before: before ? tagView(row.name, key, before.value) : null,
      after: tagView(row.name, key, value),
    });
    work.emit(modelTagSet, { modelId: id, name: row.name, prompt: await isPrompt(db, id), key, value });
    return shownModel(db, row);
  },
});

/** A key that is not there is fine: MLflow's clients repeat themselves. */
export const deleteTag = defineVerb({
  name: "models.delete-tag",
  permission: "models:write",
  input: untagInput,
  output: model,
  run: async (work, { id, key }) => {
    const { db } = work;
    const row = await requireModel(db, id);
    const prompt = await isPrompt(db, id);
    const { count } = await db.registeredModelTag.deleteMany({ where: { modelId: id, key } });
    work.audit({ subject: { type: "model", id }, before: tagView(row.name, key, null) });
    if (count > 0) work.emit(modelTagDeleted, { modelId: id, name: row.name, prompt, key });
    return shownModel(db, row);
  },
});

export const setVersionTag = defineVerb({
  name: "models.set-version-tag",
  permission: "models:write",
  input: tagInput,
  output: modelVersion,
  run: async (work, { id, key, value }) => {
    const { db, context } = work;
    const row = await requireVersion(db, id);
    const of = await requireModel(db, row.modelId);
    const before = await db.modelVersionTag.findFirst({ where: { versionId: id, key } });
    await db.modelVersionTag.upsert({
      where: { versionId_key: { versionId: id, key } },
      create: { versionId: id, key, value, workspaceId: context.workspaceId },
      update: { value },
    });
    const name = `${of.name} v${row.version}`;
    work.audit({
      subject: { type: "model-version", id },
      before: before ? tagView(name, key, before.value) : null,
      after: tagView(name, key, value),
    });
    const prompt = await isPrompt(db, of.id);
    const { version } = row;
    work.emit(versionTagSet, { modelId: of.id, name: of.name, prompt, versionId: id, version, key, value });
    return shownVersion(db, row);
  },
});

export const deleteVersionTag = defineVerb({
  name: "models.delete-version-tag",
  permission: "models:write",
  input: untagInput,
  output: modelVersion,
  run: async (work, { id, key }) => {
    const { db } = work;
    const row = await requireVersion(db, id);
    const of = await requireModel(db, row.modelId);
    const { count } = await db.modelVersionTag.deleteMany({ where: { versionId: id, key } });
    work.audit({
      subject: { type: "model-version", id },
      before: tagView(`${of.name} v${row.version}`, key, null),
    });
    const prompt = await isPrompt(db, of.id);
    const { version } = row;
    if (count > 0) {
      work.emit(versionTagDeleted, { modelId: of.id, name: of.name, prompt, versionId: id, version, key });
    }
    return shownVersion(db, row);
  },
});

/** The audit log shows the beginning of a long value: one may be 100,000 characters. */
const tagView = (name: string, key: string, value: string | null) => ({
  name,
  tag: key,
  ...(value === null ? {} : { value: value.slice(0, 300) }),
});
