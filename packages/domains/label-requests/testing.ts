import { createVersion } from "../prompts/create.ts";
import { makePrompt } from "../prompts/testing.ts";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { create } from "./create.ts";
import type { LabelRequest } from "./schemas.ts";

const system = { kind: "system", id: "test", name: "Test" } as const;

/** A prompt whose production label is at version 1, and a version 2 to move it to. */
export async function makeCandidate(caller: Caller, more: Record<string, unknown> = {}) {
  const { id, name } = await makePrompt(caller, { template: "Hello {{name}}", labels: ["production"] });
  const { version } = await createVersion.call(caller, {
    promptId: id,
    template: "Good day {{name}}",
    ...more,
  } as never);
  return { promptId: id, name, version };
}

export async function makeLabelRequest(caller: Caller): Promise<LabelRequest> {
  const { promptId, version } = await makeCandidate(caller);
  return create.call(caller, { promptId, label: "production", version, reason: "Politer" });
}

/** Of somebody else: what a second person finds. */
async function others(caller: Caller): Promise<{ id: string }> {
  const { id } = await makeLabelRequest({ ...caller, context: { ...caller.context, actor: system } });
  return { id };
}

const own =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makeLabelRequest(caller)).id, ...more });

const asked = async (caller: Caller) => {
  const { promptId, version } = await makeCandidate(caller);
  return { promptId, label: "production", version };
};

export const samples: Samples = {
  "label-requests.create": asked,
  "label-requests.bypass": async (caller) => ({ ...(await asked(caller)), reason: "The old one is wrong" }),
  "label-requests.get": own(),
  "label-requests.evidence": own(),
  "label-requests.timeline": own(),
  "label-requests.approve": others,
  "label-requests.reject": async (caller) => ({ ...(await others(caller)), note: "Not yet" }),
  "label-requests.cancel": own(),
  "label-requests.recheck": own(),
  "label-requests.comment": own({ text: "Looks good" }),
};
