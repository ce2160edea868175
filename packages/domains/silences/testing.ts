import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { Silence } from "./schemas.ts";

const inAnHour = (caller: Caller) => new Date(caller.context.now.getTime() + 3_600_000).toISOString();
const matchers = [{ name: "host", value: "a" }];

export const makeSilence = (caller: Caller, more: Record<string, unknown> = {}): Promise<Silence> =>
  create.call(caller, { matchers, endsAt: inAnHour(caller), comment: "Maintenance", ...more } as never);

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeSilence(caller)).id, ...more });

export const samples: Samples = {
  "silences.create": async (caller) => ({ matchers, endsAt: inAnHour(caller), comment: "Maintenance" }),
  "silences.get": ofOne(),
  "silences.update": ofOne({ comment: "Takes longer" }),
  "silences.expire": ofOne(),
};
