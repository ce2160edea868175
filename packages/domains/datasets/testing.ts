import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./change.ts";
import { addItem } from "./items.ts";
import type { Dataset } from "./schemas.ts";

let count = 0;

export const makeDataset = (caller: Caller): Promise<Dataset> =>
  create.call(caller, { name: `Questions ${++count}` } as never);

async function makeItem(caller: Caller) {
  const { id: datasetId } = await makeDataset(caller);
  const item = await addItem.call(caller, { datasetId, input: "Hi", expected: "Hello" } as never);
  return { datasetId, itemId: item.id };
}

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeDataset(caller)).id, ...more });

export const samples: Samples = {
  "datasets.create": async () => ({ name: `New ${++count}`, description: "What people asked" }),
  "datasets.get": ofOne(),
  "datasets.update": ofOne({ name: `Renamed ${++count}` }),
  "datasets.remove": ofOne(),
  "datasets.listItems": async (caller) => ({ datasetId: (await makeDataset(caller)).id }),
  "datasets.addItem": async (caller) => ({ datasetId: (await makeDataset(caller)).id, input: "Hi" }),
  "datasets.getItem": makeItem,
  "datasets.updateItem": async (caller) => ({ ...(await makeItem(caller)), expected: "Good morning" }),
  "datasets.removeItem": makeItem,
};
