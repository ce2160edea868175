import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import { route } from "./route.ts";
import type { Deployment } from "./schemas.ts";
import { disable } from "./switch.ts";

let made = 0;

/** A model that a server of its own answers for. */
export const outsideVariant = (version: string, more: Record<string, unknown> = {}) => ({
  role: "champion" as const,
  weight: 100,
  model: "fraud",
  version,
  serve: { kind: "server" as const, protocol: "oip" as const, url: "https://models.example.com/fraud" },
  ...more,
});

export const makeDeployment = (caller: Caller, more: Record<string, unknown> = {}): Promise<Deployment> =>
  create.call(caller, { name: `fraud-${++made}`, variants: [outsideVariant("1")], ...more });

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeDeployment(caller)).id, ...more });

const switchedOff = async (caller: Caller) => {
  const { id } = await makeDeployment(caller);
  await disable.call(caller, { id });
  return { id };
};

export const samples: Samples = {
  "deployments.create": async () => ({ name: `fraud-${++made}`, variants: [outsideVariant("1")] }),
  "deployments.get": ofOne(),
  "deployments.live": async (caller) => ({ ids: (await makeDeployment(caller)).id }),
  "deployments.revisions": ofOne(),
  "deployments.update": ofOne({ logging: { sampleRate: 0.5 } }),
  "deployments.route": ofOne({ variants: [outsideVariant("2")] }),
  "deployments.roll-back": async (caller) => {
    const { id } = await makeDeployment(caller);
    await route.call(caller, { id, variants: [outsideVariant("2")] });
    return { id };
  },
  "deployments.try": ofOne({ body: '{"inputs": [[1]]}' }),
  "deployments.enable": switchedOff,
  "deployments.disable": ofOne(),
  "deployments.remove": switchedOff,
};
