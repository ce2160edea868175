import { defaultLabel, parseReference } from "@triops/domains/prompts/names";
import { renderPrompt } from "@triops/domains/prompts/render";
import type { PublishedPrompt } from "@triops/domains/prompts/snapshot-schemas";
import type { Operation, PromptUsed } from "./call.ts";
import { CallFault } from "./fault.ts";
import { type Fields, fieldsOf, isFields, textOf } from "./fields.ts";
import { withPrompt } from "./prompt-into-body.ts";
import type { PromptVersions } from "./prompt-versions.ts";

export type PromptRef = {
  name: string;
  label: string | null;
  version: number | null;
  variables: Fields;
};

/**
 * The prompt that a request names: in the header, or in a body field `prompt` that has a `name`. (OpenAI's responses have
 * a field `prompt` of their own: it has an `id`, and is the provider's.) Variables stand in the body either way.
 * @returns the reference and the body without it
 */
export function readPromptRef(
  header: string | undefined,
  body: Fields,
): { ref: PromptRef | null; body: Fields } {
  const stated = isFields(body.prompt) && !("id" in body.prompt) ? body.prompt : null;
  if (header === undefined && (stated === null || stated.name === undefined)) return { ref: null, body };
  const fields = stated ?? {};
  if (fields.variables !== undefined && !isFields(fields.variables))
    throw refused("`prompt.variables` must be an object", "prompt.variables");
  const { prompt: _ours, ...rest } = stated === null ? { prompt: null, ...body } : body;
  const variables = fieldsOf(fields.variables);
  if (header !== undefined) {
    const { name, label, version } = parseReference(header);
    if (name === "") throw refused("x-triops-prompt names no prompt; write name@label", null);
    return { ref: { name, label: label ?? null, version: version ?? null, variables }, body: rest };
  }
  const name = textOf(fields.name);
  if (name === "") throw refused("`prompt.name` must be the name of a prompt", "prompt.name");
  const { label, version } = fields;
  if (label !== undefined && typeof label !== "string")
    throw refused("`prompt.label` must be a text", "prompt.label");
  if (version !== undefined && !(Number.isSafeInteger(version) && Number(version) > 0))
    throw refused("`prompt.version` must be a version's number", "prompt.version");
  const ref = {
    name,
    label: label ?? null,
    version: version === undefined ? null : Number(version),
    variables,
  };
  return { ref, body: rest };
}

export type PromptResolver = {
  /** @throws CallFault 404 without such a prompt, invalid when it cannot be rendered */
  resolve(
    workspaceId: string,
    operation: Operation,
    ref: PromptRef,
    body: Fields,
  ): Promise<{ used: PromptUsed; body: Fields }>;
};

export function createPromptResolver(
  find: (workspaceId: string, name: string) => PublishedPrompt | null,
  versions: PromptVersions,
): PromptResolver {
  const versionOf = (prompt: PublishedPrompt, version: number) =>
    versions.find(prompt, version).catch((cause: unknown) => {
      throw new CallFault(
        503,
        "prompt_unavailable",
        "An old version of the prompt cannot be read right now",
        {
          class: "server_error",
          retryAfterSeconds: 5,
          cause,
        },
      );
    });

  return {
    async resolve(workspaceId, operation, ref, body) {
      const prompt = find(workspaceId, ref.name);
      if (!prompt) throw missing(`There is no prompt "${ref.name.slice(0, 200)}"`);
      const label = ref.version === null ? (ref.label ?? defaultLabel) : null;
      const number = versions.numberOf(prompt, { version: ref.version, label });
      if (number === null)
        throw missing(
          `No version of the prompt "${prompt.name}" has the label "${String(label).slice(0, 100)}"`,
        );
      const version = await versionOf(prompt, number);
      if (!version) throw missing(`The prompt "${prompt.name}" has no version ${number}`);
      const rendered = renderPrompt(version, ref.variables);
      const used = { id: prompt.id, name: prompt.name, version: number, label };
      return { used, body: withPrompt(operation, body, rendered, version.config) };
    },
  };
}

const refused = (message: string, param: string | null) =>
  new CallFault(400, "invalid_prompt_reference", message, { param });
const missing = (message: string) => new CallFault(404, "prompt_not_found", message, { param: "prompt" });
