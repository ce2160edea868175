import type { Scope } from "@triops/kernel/context";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { NewApiKey } from "./schemas.ts";

export function makeApiKey(
  caller: Caller,
  given: { name?: string; scopes?: Scope[] } = {},
): Promise<NewApiKey> {
  return create.call(caller, { name: given.name ?? "A key", scopes: given.scopes ?? ["read"] });
}

const ofOne = async (caller: Caller) => ({ id: (await makeApiKey(caller)).id });

export const samples: Samples = {
  "api-keys.create": async () => ({ name: "A key", scopes: ["read"] }),
  "api-keys.get": ofOne,
  "api-keys.revoke": ofOne,
  "api-keys.rotate": ofOne,
  "api-keys.webhook-secret": ofOne,
};
