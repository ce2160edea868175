import { setModelGate } from "../models/gate.ts";
import { makeVersion } from "../models/testing.ts";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { Promotion } from "./schemas.ts";

/** A version whose model asks for nothing but a second person. */
export async function makeCandidate(caller: Caller) {
  const version = await makeVersion(caller);
  const inWorkspace = { ...caller, context: { ...caller.context, actor: system } };
  const checks = { requireSignature: false };
  await setModelGate.call(inWorkspace, { id: version.modelId, protectedAliases: ["champion"], checks });
  return version;
}

const system = { kind: "system", id: "test", name: "Test" } as const;

export async function makePromotion(caller: Caller): Promise<Promotion> {
  const { modelId, version } = await makeCandidate(caller);
  return create.call(caller, { modelId, alias: "champion", version, reason: "Better recall" });
}

/** Of somebody else, its trial done: what a second person finds. */
async function othersPromotion(caller: Caller): Promise<{ id: string }> {
  const promotion = await makePromotion({ ...caller, context: { ...caller.context, actor: system } });
  await caller.runtime.database.promotion.update({
    where: { id: promotion.id },
    data: { state: "waiting" },
  });
  return { id: promotion.id };
}

const own =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makePromotion(caller)).id, ...more });

export const samples: Samples = {
  "promotions.create": async (caller) => {
    const { modelId, version } = await makeCandidate(caller);
    return { modelId, alias: "champion", version };
  },
  "promotions.bypass": async (caller) => {
    const { modelId, version } = await makeCandidate(caller);
    return { modelId, alias: "champion", version, reason: "The old one is down" };
  },
  "promotions.get": own(),
  "promotions.timeline": own(),
  "promotions.approve": othersPromotion,
  "promotions.reject": async (caller) => ({ ...(await othersPromotion(caller)), note: "Not yet" }),
  "promotions.cancel": own(),
  "promotions.recheck": own(),
  "promotions.comment": own({ text: "Looks good" }),
};
