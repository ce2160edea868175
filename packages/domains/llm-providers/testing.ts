import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { Provider } from "./schemas.ts";
import { disable } from "./switch.ts";

let made = 0;

/** Never asked, unless a test gives an address of its own. */
export const providerInput = (more: Record<string, unknown> = {}) => ({
  name: `OpenAI ${++made}`,
  kind: "openai" as const,
  credential: "sk-test-0123456789abcdef",
  // Never resolves (RFC 6761 §6.4).
  baseUrl: "https://models.invalid/v1",
  test: "skip" as const,
  ...more,
});

export const makeProvider = (caller: Caller, more: Record<string, unknown> = {}): Promise<Provider> =>
  create.call(caller, providerInput(more) as never);

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeProvider(caller)).id, ...more });

export const samples: Samples = {
  "llm-providers.create": async () => providerInput(),
  "llm-providers.get": ofOne(),
  "llm-providers.health": async (caller) => ({ ids: (await makeProvider(caller)).id }),
  "llm-providers.update": ofOne({ name: "Renamed", test: "skip" }),
  "llm-providers.remove": ofOne(),
  "llm-providers.test": ofOne(),
  "llm-providers.models": ofOne(),
  "llm-providers.disable": ofOne(),
  "llm-providers.enable": async (caller) => {
    const { id } = await makeProvider(caller);
    await disable.call(caller, { id });
    return { id };
  },
};
