import { newId } from "@triops/kernel/ids";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { archive } from "./archive.ts";
import { create } from "./create.ts";
import type { Service } from "./schemas.ts";

export const makeService = (caller: Caller, name = `service-${newId()}`): Promise<Service> =>
  create.call(caller, { name });

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeService(caller)).id, ...more });

export const samples: Samples = {
  "services.create": async () => ({ name: `service-${newId()}`, owner: "Team checkout" }),
  "services.get": ofOne(),
  "services.update": ofOne({ owner: "Team checkout", tier: 1 }),
  "services.signals": ofOne(),
  "services.operations": ofOne(),
  "services.dependencies": ofOne(),
  "services.archive": ofOne(),
  "services.restore": async (caller) => {
    const { id } = await makeService(caller);
    await archive.call(caller, { id });
    return { id };
  },
};
