import { newId } from "@triops/kernel/ids";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import { invite } from "./invite.ts";
import type { Member, NewInvitation } from "./schemas.ts";

const someEmail = (): string => `${newId()}@example.com`;

export const makeMember = (caller: Caller, role: Member["role"] = "viewer"): Promise<Member> =>
  create.call(caller, { email: someEmail(), name: "Somebody", role, password: `pass ${newId()}` });

export const makeInvitation = (caller: Caller): Promise<NewInvitation> =>
  invite.call(caller, { email: someEmail(), role: "editor" });

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeMember(caller)).id, ...more });

export const samples: Samples = {
  "members.get": ofOne(),
  "members.invite": async () => ({ email: someEmail(), role: "editor" }),
  "members.withdraw-invitation": async (caller) => ({ id: (await makeInvitation(caller)).id }),
  "members.change-role": ofOne({ role: "editor" }),
  "members.remove": ofOne(),
};
