import { idInput, pageQuery, pageResult } from "../paging.ts";
import { defineQuery } from "../verb.ts";
import { dataset, datasetItem, datasetPage, itemInput, itemPage, itemsInput, listInput } from "./schemas.ts";
import { present, requireDataset, requireItem, withCount } from "./store.ts";

export const list = defineQuery({
  name: "datasets.list",
  permission: "datasets:read",
  input: listInput,
  output: datasetPage,
  run: async ({ db }, page) => {
    const rows = await db.dataset.findMany({ ...pageQuery(page), include: withCount });
    return pageResult(rows, page, present);
  },
});

export const get = defineQuery({
  name: "datasets.get",
  permission: "datasets:read",
  input: idInput,
  output: dataset,
  run: async ({ db }, { id }) => present(await requireDataset(db, id)),
});

/** @throws notFound */
export const listItems = defineQuery({
  name: "datasets.listItems",
  permission: "datasets:read",
  input: itemsInput,
  output: itemPage,
  run: async ({ db }, { datasetId, ...page }) => {
    await requireDataset(db, datasetId);
    const { where, ...query } = pageQuery(page);
    const rows = await db.datasetItem.findMany({ ...query, where: { ...where, datasetId } });
    return pageResult(rows, page, (row) => row);
  },
});

export const getItem = defineQuery({
  name: "datasets.getItem",
  permission: "datasets:read",
  input: itemInput,
  output: datasetItem,
  run: ({ db }, asked) => requireItem(db, asked),
});
