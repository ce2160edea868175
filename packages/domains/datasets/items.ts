import { nullJson } from "@triops/database/client";
import { conflict, limitReached, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import { addItemInput, datasetItem, itemInput, updateItemInput } from "./schemas.ts";
import { requireDataset, requireItem } from "./store.ts";
import { takenFromTrace } from "./take-from-trace.ts";

const itemsMax = 100_000;

const json = (value: unknown) => (value === null || value === undefined ? nullJson : (value as object));

/**
 * Adds an example: as it is given, or as it is taken from a trace, where what went in becomes the input and what came
 * out what is expected, until somebody corrects it. @throws notFound, conflict when the span is in the list already
 */
export const addItem = defineVerb({
  name: "datasets.addItem",
  permission: "datasets:write",
  input: addItemInput,
  output: datasetItem,
  run: async (work, { datasetId, metadata, traceId, spanId, ...given }) => {
    const { db, context } = work;
    const dataset = await requireDataset(db, datasetId);
    if (dataset._count.items >= itemsMax) throw limitReached(`A dataset has at most ${itemsMax} items`);
    const taken = traceId === undefined ? null : await takenFromTrace(work, traceId, spanId);
    const { actor, workspaceId } = context;
    const id = newId();
    const made = await db.datasetItem.createMany({
      data: [
        {
          id,
          workspaceId,
          datasetId,
          input: (given.input ?? taken?.input ?? "") as object,
          expected: json(given.expected === undefined ? taken?.output : given.expected),
          metadata: { ...taken?.metadata, ...metadata } as object,
          traceId: traceId ?? "",
          spanId: taken?.spanId ?? "",
          takenFrom: taken === null ? null : `${traceId} ${taken.spanId}`,
          createdById: actor.id,
          createdByName: actor.name,
        },
      ],
      skipDuplicates: true,
    });
    if (made.count === 0) throw conflict(`"${dataset.name}" has this span already`);
    await db.dataset.updateMany({ where: { id: datasetId }, data: { updatedAt: context.now } });
    work.audit({
      subject: { type: "dataset", id: datasetId },
      after: { added: id, traceId, spanId: taken?.spanId },
    });
    return requireItem(db, { datasetId, itemId: id });
  },
});

/** @throws notFound */
export const updateItem = defineVerb({
  name: "datasets.updateItem",
  permission: "datasets:write",
  input: updateItemInput,
  output: datasetItem,
  run: async (work, { datasetId, itemId, ...given }) => {
    const { db } = work;
    await requireItem(db, { datasetId, itemId });
    const { count } = await db.datasetItem.updateMany({
      where: { id: itemId, datasetId },
      data: {
        ...(given.input === undefined ? {} : { input: given.input as object }),
        ...(given.expected === undefined ? {} : { expected: json(given.expected) }),
        ...(given.metadata === undefined ? {} : { metadata: given.metadata as object }),
      },
    });
    if (count === 0) throw notFound("dataset item");
    work.audit({ subject: { type: "dataset", id: datasetId }, after: { changed: itemId } });
    return requireItem(db, { datasetId, itemId });
  },
});

/** @throws notFound */
export const removeItem = defineVerb({
  name: "datasets.removeItem",
  permission: "datasets:write",
  input: itemInput,
  output: datasetItem,
  run: async (work, asked) => {
    const before = await requireItem(work.db, asked);
    const { datasetId, itemId } = asked;
    const { count } = await work.db.datasetItem.deleteMany({ where: { id: itemId, datasetId } });
    if (count === 0) throw notFound("dataset item");
    work.audit({ subject: { type: "dataset", id: datasetId }, after: { removed: itemId } });
    return before;
  },
});
