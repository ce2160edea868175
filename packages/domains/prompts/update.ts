import { conflict, invalid } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { requireUnguarded } from "./labels.ts";
import { prompt, updateInput } from "./schemas.ts";
import { auditView, requirePrompt, shownPrompt } from "./store.ts";
import { includedBy, touch } from "./touch.ts";

/** What is said about a prompt, and its name while nobody relies on it. @throws conflict, forbidden, invalid */
export const update = defineVerb({
  name: "prompts.update",
  permission: "prompts:write",
  input: updateInput,
  output: prompt,
  run: async (work, { id, name, description, tags }) => {
    const { db } = work;
    const before = await requirePrompt(db, id);
    if (name !== undefined && name !== before.name) {
      await requireUnguarded(work, before, null, "renamed");
      const parents = await includedBy(work, before.name);
      if (parents.length > 0)
        throw invalid(`Other prompts include this one by its name: ${parents.join("; ")}`);
      if (await db.prompt.findFirst({ where: { name } }))
        throw conflict(`There is a prompt "${name}" already`);
    }
    const after = await db.prompt.update({
      where: { id },
      data: {
        name: name ?? before.name,
        description: description ?? before.description,
        tags: tags ?? before.tags,
      },
    });
    work.audit({ subject: { type: "prompt", id }, before: auditView(before), after: auditView(after) });
    await touch(work, after);
    return shownPrompt(db, await requirePrompt(db, id));
  },
});

/** Puts it out of the lists. What fetches it goes on getting it; nothing can be committed to it. @throws conflict */
export const archive = defineVerb({
  name: "prompts.archive",
  permission: "prompts:write",
  input: idInput,
  output: prompt,
  run: async (work, { id }) => {
    const { db, context } = work;
    const before = await requirePrompt(db, id);
    const [after] = await db.prompt.updateManyAndReturn({
      where: { id, archivedAt: null },
      data: { archivedAt: context.now },
    });
    if (!after) throw conflict("It is archived already");
    work.audit({ subject: { type: "prompt", id }, before: auditView(before), after: auditView(after) });
    await touch(work, after);
    return shownPrompt(db, await requirePrompt(db, id));
  },
});

/** @throws conflict when it is not archived */
export const restore = defineVerb({
  name: "prompts.restore",
  permission: "prompts:write",
  input: idInput,
  output: prompt,
  run: async (work, { id }) => {
    const { db } = work;
    const before = await requirePrompt(db, id);
    const [after] = await db.prompt.updateManyAndReturn({
      where: { id, archivedAt: { not: null } },
      data: { archivedAt: null },
    });
    if (!after) throw conflict("It is not archived");
    work.audit({ subject: { type: "prompt", id }, before: auditView(before), after: auditView(after) });
    await touch(work, after);
    return shownPrompt(db, await requirePrompt(db, id));
  },
});
