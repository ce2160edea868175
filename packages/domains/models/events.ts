import { z } from "zod";
import { defineEvent } from "../events.ts";

/** What happened, with what it was about when it happened: a receiver may look later than the next change. */
const ofModel = z.object({
  modelId: z.uuid(),
  name: z.string(),
  prompt: z.boolean().describe("MLflow keeps a prompt under this name"),
});
const ofVersion = ofModel.extend({ versionId: z.uuid(), version: z.int() });
const tags = z.record(z.string(), z.string());

export const modelCreated = defineEvent("models.created", ofModel.extend({ description: z.string(), tags }));
export const modelDeleted = defineEvent("models.deleted", ofModel);
export const modelRenamed = defineEvent("models.renamed", ofModel.extend({ newName: z.string() }));
export const modelTagSet = defineEvent(
  "models.tag-set",
  ofModel.extend({ key: z.string(), value: z.string() }),
);
export const modelTagDeleted = defineEvent("models.tag-deleted", ofModel.extend({ key: z.string() }));
export const versionCreated = defineEvent(
  "models.version-created",
  ofVersion.extend({ source: z.string(), runId: z.string().nullable(), description: z.string(), tags }),
);
export const versionDeleted = defineEvent("models.version-deleted", ofVersion);
export const versionTagSet = defineEvent(
  "models.version-tag-set",
  ofVersion.extend({ key: z.string(), value: z.string() }),
);
export const versionTagDeleted = defineEvent(
  "models.version-tag-deleted",
  ofVersion.extend({ key: z.string() }),
);
export const stageMoved = defineEvent(
  "models.stage-moved",
  ofVersion.extend({ from: z.string(), to: z.string() }),
);
/** An alias was set, moved or taken away: null stands for nowhere. */
export const aliasMoved = defineEvent(
  "models.alias-moved",
  ofModel.extend({
    alias: z.string(),
    fromVersionId: z.uuid().nullable(),
    fromVersion: z.int().nullable(),
    toVersionId: z.uuid().nullable(),
    toVersion: z.int().nullable(),
    promotionId: z.uuid().nullable(),
  }),
);
