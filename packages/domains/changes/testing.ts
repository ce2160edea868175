import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { Change } from "./schemas.ts";

const input = {
  kind: "deploy",
  service: "checkout",
  title: "checkout 1.4.2",
  before: "1.4.1",
  after: "1.4.2",
};

export const makeChange = (caller: Caller, more: Record<string, unknown> = {}): Promise<Change> =>
  create.call(caller, { ...input, ...more });

const ofOne = async (caller: Caller) => ({ id: (await makeChange(caller)).id });

export const samples: Samples = {
  "changes.create": async () => input,
  "changes.get": ofOne,
  "changes.remove": ofOne,
};
