import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { SavedView } from "./schemas.ts";

let count = 0;

export const makeSavedView = (
  caller: Caller,
  more: { name?: string; shared?: boolean } = {},
): Promise<SavedView> =>
  create.call(caller, {
    screen: "logs",
    name: `Errors ${++count}`,
    query: "q=level%3Aerror",
    ...more,
  } as never);

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeSavedView(caller, { shared: true })).id, ...more });

export const samples: Samples = {
  "saved-views.create": async () => ({ screen: "logs", name: `New ${++count}`, query: "q=timeout" }),
  "saved-views.get": ofOne(),
  "saved-views.update": ofOne({ name: `Renamed ${++count}` }),
  "saved-views.remove": ofOne(),
};
