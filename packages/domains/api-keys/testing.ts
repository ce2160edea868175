import type { Scope } from "@triops/kernel/context";
import type { Caller } from "../runtime.ts";
import { create } from "./create.ts";
import type { NewApiKey } from "./schemas.ts";

export function makeApiKey(
  caller: Caller,
  given: { name?: string; scopes?: Scope[] } = {},
): Promise<NewApiKey> {
  return create.call(caller, { name: given.name ?? "A key", scopes: given.scopes ?? ["read"] });
}
