import type { PublishedProvider } from "@triops/domains/llm-providers/snapshot-schemas";
import type { ChatFlavour } from "@triops/providers/llm/openai/request";
import type { Fields } from "../fields.ts";

export type Kind = PublishedProvider["kind"];

/** Who knows the newer name of the limit; the others would ignore or refuse it. */
const newerLimit = new Set<Kind>([
  ...(["openai", "azure-openai", "google", "groq", "openrouter", "vllm", "demonstration"] as const),
]);
const takesUser = new Set<Kind>(["openai", "azure-openai", "demonstration"]);

/** How a kind of provider wants chat completions that were translated. */
export const flavourOf = (kind: Kind): ChatFlavour => ({
  limitField: newerLimit.has(kind) ? "max_completion_tokens" : "max_tokens",
  takesUser: takesUser.has(kind),
  wantsThoughts: kind === "deepseek",
});

/** A stream's usage has to be asked for; Mistral refuses fields it does not know, and states usage unasked. */
export function askForUsage(kind: Kind, isStream: boolean, body: Fields): Fields {
  if (isStream && kind !== "mistral") body.stream_options = { include_usage: true };
  return body;
}
