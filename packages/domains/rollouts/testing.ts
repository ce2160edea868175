import { makeDeployment, outsideVariant } from "../deployments/testing.ts";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import type { Rollout } from "./schemas.ts";
import { start } from "./start.ts";
import { pause } from "./steer.ts";

const { role: _role, weight: _weight, ...canary } = outsideVariant("2");

export async function makeRollout(caller: Caller, more: Record<string, unknown> = {}): Promise<Rollout> {
  const { id: deploymentId } = await makeDeployment(caller);
  return start.call(caller, { deploymentId, canary, ...more });
}

const ofOne = async (caller: Caller) => ({ id: (await makeRollout(caller)).id });

export const samples: Samples = {
  "rollouts.start": async (caller) => ({ deploymentId: (await makeDeployment(caller)).id, canary }),
  "rollouts.get": ofOne,
  "rollouts.timeline": ofOne,
  "rollouts.advance": ofOne,
  "rollouts.pause": ofOne,
  "rollouts.resume": async (caller) => {
    const { id } = await makeRollout(caller);
    await pause.call(caller, { id });
    return { id };
  },
  "rollouts.roll-back": ofOne,
  "rollouts.cancel": ofOne,
};
