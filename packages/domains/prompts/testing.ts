import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";
import { createBranch } from "./branches.ts";
import { create, createVersion } from "./create.ts";
import { setLabel } from "./labels.ts";
import type { Prompt, PromptVersion } from "./schemas.ts";
import { archive } from "./update.ts";

let made = 0;
const newName = () => `support/answer-${++made}`;

export const chatTemplate = [
  { role: "system", content: "You answer for {{company}}." },
  { type: "placeholder" as const, name: "history" },
  { role: "user", content: "{{question}}" },
];

export const makePrompt = (caller: Caller, more: Record<string, unknown> = {}): Promise<Prompt> =>
  create.call(caller, { name: newName(), template: chatTemplate, ...more } as never);

export const makeVersion = (
  caller: Caller,
  promptId: string,
  more: Record<string, unknown> = {},
): Promise<PromptVersion> =>
  createVersion.call(caller, { promptId, template: chatTemplate, ...more } as never);

const ofOne =
  (more: Record<string, unknown> = {}) =>
  async (caller: Caller) => ({ id: (await makePrompt(caller)).id, ...more });

const branched = async (caller: Caller) => {
  const { id } = await makePrompt(caller);
  await createBranch.call(caller, { id, name: "shorter" });
  await makeVersion(caller, id, {
    branch: "shorter",
    template: [{ role: "user", content: "Shorter: {{question}}" }],
  });
  return { id, branch: "shorter" };
};

const versionId = async (caller: Caller) => {
  const { latest } = await makePrompt(caller);
  if (!latest) throw new Error("a new prompt has a version");
  return { id: latest.id };
};

export const samples: Samples = {
  "prompts.create": async () => ({ name: newName(), template: "Translate {{text}}" }),
  "prompts.get": ofOne(),
  "prompts.get-by-name": async (caller) => ({ name: (await makePrompt(caller)).name }),
  "prompts.figures": async (caller) => ({ ids: (await makePrompt(caller)).id }),
  "prompts.set-gate": async () => ({ protectedLabels: ["production"] }),
  "prompts.update": ofOne({ description: "Answers customers" }),
  "prompts.remove": ofOne(),
  "prompts.archive": ofOne(),
  "prompts.restore": async (caller) => {
    const { id } = await makePrompt(caller);
    await archive.call(caller, { id });
    return { id };
  },
  "prompts.set-label": ofOne({ label: "staging", version: 1 }),
  "prompts.drop-label": async (caller) => {
    const { id } = await makePrompt(caller);
    await setLabel.call(caller, { id, label: "staging", version: 1 });
    return { id, label: "staging" };
  },
  "prompts.label-moves": ofOne(),
  "prompts.dependants": ofOne(),
  "prompts.usage": ofOne(),
  "prompts.list-branches": ofOne(),
  "prompts.create-branch": ofOne({ name: "shorter" }),
  "prompts.close-branch": branched,
  "prompts.preview-merge": branched,
  "prompts.merge-branch": branched,
  "prompts.list-versions": async (caller) => ({ promptId: (await makePrompt(caller)).id }),
  "prompts.create-version": async (caller) => ({
    promptId: (await makePrompt(caller)).id,
    template: chatTemplate,
  }),
  "prompts.get-version-by-number": async (caller) => ({
    name: (await makePrompt(caller)).name,
    version: 1,
  }),
  "prompts.get-version": versionId,
  "prompts.resolve-version": versionId,
  "prompts.remove-version": async (caller) => {
    const { id } = await makePrompt(caller);
    return { id: (await makeVersion(caller, id)).id };
  },
};
