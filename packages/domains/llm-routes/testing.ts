import { makeProvider } from "../llm-providers/testing.ts";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { LlmRoute } from "./schemas.ts";
import { disable } from "./switch.ts";

let made = 0;

/** A route with one target, unless `targets` says otherwise; it makes a provider where none is named. */
export async function makeRoute(caller: Caller, more: Record<string, unknown> = {}): Promise<LlmRoute> {
  return create.call(caller, (await routeInput(caller, more)) as never);
}

/** Providers are for admins: made by Triops itself here, whoever asks. */
async function routeInput(caller: Caller, more: Record<string, unknown> = {}) {
  const { context, runtime } = caller;
  const actor = { kind: "system" as const, id: "test", name: "Test" };
  const targets = more.targets ?? [
    { providerId: (await makeProvider({ runtime, context: { ...context, actor } })).id, model: "gpt-5-mini" },
  ];
  return { name: `gpt-fast-${++made}`, ...more, targets };
}

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeRoute(caller)).id, ...more });

export const samples: Samples = {
  "llm-routes.create": (caller) => routeInput(caller),
  "llm-routes.get": ofOne(),
  "llm-routes.breakers": ofOne(),
  "llm-routes.update": ofOne({ description: "For quick answers" }),
  "llm-routes.remove": ofOne(),
  "llm-routes.disable": ofOne(),
  "llm-routes.enable": async (caller) => {
    const { id } = await makeRoute(caller);
    await disable.call(caller, { id });
    return { id };
  },
};
