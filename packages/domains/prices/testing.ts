import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import type { Price } from "./schemas.ts";
import { create } from "./write.ts";

let made = 0;

const priceInput = (more: Record<string, unknown> = {}) => ({
  model: `house-model-${++made}`,
  rates: { input: "2", output: "8" },
  ...more,
});

export const makePrice = (caller: Caller, more: Record<string, unknown> = {}): Promise<Price> =>
  create.call(caller, priceInput(more) as never);

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makePrice(caller)).id, ...more });

export const samples: Samples = {
  "prices.create": async () => priceInput(),
  "prices.get": ofOne(),
  "prices.lookup": async () => ({ model: "gpt-5" }),
  "prices.update": ofOne({ note: "As agreed in the contract" }),
  "prices.remove": ofOne(),
};
