import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { NewVirtualKey, Team } from "./schemas.ts";
import { createTeam } from "./teams.ts";

let made = 0;

const keyInput = (more: Record<string, unknown> = {}) => ({
  name: `Checkout ${++made}`,
  limits: { requestsPerMinute: 60, spend: [{ period: "day", limitUsd: "5" }] },
  ...more,
});
const teamInput = (more: Record<string, unknown> = {}) => ({ name: `Payments ${++made}`, ...more });

export const makeVirtualKey = (caller: Caller, more: Record<string, unknown> = {}): Promise<NewVirtualKey> =>
  create.call(caller, keyInput(more) as never);

export const makeTeam = (caller: Caller, more: Record<string, unknown> = {}): Promise<Team> =>
  createTeam.call(caller, teamInput(more) as never);

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeVirtualKey(caller)).id, ...more });
const ofTeam =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeTeam(caller)).id, ...more });

export const samples: Samples = {
  "virtual-keys.create": async () => keyInput(),
  "virtual-keys.get": ofOne(),
  "virtual-keys.update": ofOne({ whenRedisIsAway: "open" }),
  "virtual-keys.rotate": ofOne(),
  "virtual-keys.revoke": ofOne(),
  "virtual-keys.create-team": async () => teamInput(),
  "virtual-keys.get-team": ofTeam(),
  "virtual-keys.update-team": ofTeam({ limits: { requestsPerMinute: 10 } }),
  "virtual-keys.remove-team": ofTeam(),
  "virtual-keys.set-workspace-limits": async () => ({ limits: { requestsPerMinute: 10_000 } }),
};
