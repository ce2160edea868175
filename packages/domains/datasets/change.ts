import { conflict, limitReached, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { createInput, dataset, updateInput } from "./schemas.ts";
import { auditDataset, present, requireDataset } from "./store.ts";

const datasetsMax = 1_000;

/** @throws conflict when there is one of this name */
export const create = defineVerb({
  name: "datasets.create",
  permission: "datasets:write",
  input: createInput,
  output: dataset,
  run: async (work, input) => {
    const { db, context } = work;
    if ((await db.dataset.count({})) >= datasetsMax)
      throw limitReached(`A workspace has at most ${datasetsMax} datasets`);
    const { actor, workspaceId } = context;
    const id = newId();
    const made = await db.dataset.createMany({
      data: [{ id, workspaceId, ...input, createdById: actor.id, createdByName: actor.name }],
      skipDuplicates: true,
    });
    if (made.count === 0) throw conflict(`There is a dataset "${input.name}" already`);
    const row = await requireDataset(db, id);
    work.audit({ subject: { type: "dataset", id }, after: auditDataset(row) });
    return present(row);
  },
});

/** @throws notFound, conflict */
export const update = defineVerb({
  name: "datasets.update",
  permission: "datasets:write",
  input: updateInput,
  output: dataset,
  run: async (work, { id, name, description }) => {
    const { db } = work;
    const before = await requireDataset(db, id);
    if (name !== undefined && name !== before.name && (await db.dataset.count({ where: { name } })) > 0)
      throw conflict(`There is a dataset "${name}" already`);
    const data = {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
    };
    const { count } = await db.dataset.updateMany({ where: { id }, data });
    if (count === 0) throw notFound("dataset");
    const row = await requireDataset(db, id);
    work.audit({ subject: { type: "dataset", id }, before: auditDataset(before), after: auditDataset(row) });
    return present(row);
  },
});

/** With all its items. @throws notFound */
export const remove = defineVerb({
  name: "datasets.remove",
  permission: "datasets:write",
  input: idInput,
  output: dataset,
  run: async (work, { id }) => {
    const before = await requireDataset(work.db, id);
    const { count } = await work.db.dataset.deleteMany({ where: { id } });
    if (count === 0) throw notFound("dataset");
    work.audit({ subject: { type: "dataset", id }, before: auditDataset(before), after: null });
    return present(before);
  },
});
