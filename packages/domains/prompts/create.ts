import { conflict, invalid, limitReached } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import { commit, typeOf } from "./commit.ts";
import { moveLabel } from "./labels.ts";
import { promptLimits } from "./names.ts";
import { createInput, createVersionInput, prompt, promptVersion } from "./schemas.ts";
import { auditView, requirePrompt, shownPrompt, shownVersion } from "./store.ts";

/** A prompt with its first version. @throws conflict for a name that is taken, invalid, limitReached */
export const create = defineVerb({
  name: "prompts.create",
  permission: "prompts:write",
  input: createInput,
  output: prompt,
  run: async (work, { name, description, tags, type, labels, ...content }) => {
    const { db, context } = work;
    if (type && type !== typeOf(content.template))
      throw invalid("Type and template differ", [
        {
          path: "template",
          message: type === "text" ? "A text prompt is one text" : "A chat prompt is a list",
        },
      ]);
    if (await db.prompt.findFirst({ where: { name } })) throw conflict(`There is a prompt "${name}" already`);
    if ((await db.prompt.count()) >= promptLimits.promptsMax)
      throw limitReached(`A workspace has at most ${promptLimits.promptsMax} prompts`);
    const row = await db.prompt.create({
      data: {
        id: newId(),
        workspaceId: context.workspaceId,
        name,
        description,
        tags,
        type: typeOf(content.template),
        createdById: context.actor.id,
        createdByName: context.actor.name,
        createdAt: context.now,
        updatedAt: context.now,
      },
    });
    work.audit({ subject: { type: "prompt", id: row.id }, before: null, after: auditView(row) });
    const version = await commit(work, row, content);
    for (const label of labels) await moveLabel(work, { prompt: row, label, to: version, atCreation: true });
    return shownPrompt(db, await requirePrompt(db, row.id));
  },
});

/** A version on top of main or of a branch. @throws conflict, invalid; forbidden for a protected label */
export const createVersion = defineVerb({
  name: "prompts.create-version",
  permission: "prompts:write",
  input: createVersionInput,
  output: promptVersion,
  run: async (work, { promptId, branch, parentVersion, labels, ...content }) => {
    const { db } = work;
    const of = await requirePrompt(db, promptId);
    const version = await commit(work, of, content, { branch, parentVersion });
    for (const label of labels) await moveLabel(work, { prompt: of, label, to: version });
    return shownVersion(db, version);
  },
});
