import type { PublishedProvider } from "@triops/domains/llm-providers/snapshot-schemas";
import type { Operation } from "../call.ts";
import { CallFault } from "../fault.ts";
import type { Bridge } from "../ports.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import { chatToAnthropic } from "./chat-to-anthropic.ts";
import { messagesToChat } from "./messages-to-chat.ts";
import { mistralChat, openaiChat } from "./openai-chat.ts";
import { openaiEmbeddings } from "./openai-embeddings.ts";
import { openaiResponses } from "./openai-responses.ts";
import { responsesToAnthropic } from "./responses-to-anthropic.ts";
import { responsesToChat } from "./responses-to-chat.ts";

/**
 * Who documents OpenAI's responses as an endpoint of its own (November 2026; Ollama since 0.13.3). The others get them
 * translated: nobody is asked on the chance that it knows them.
 */
const withResponses = new Set<PublishedProvider["kind"]>([
  ...(["openai", "azure-openai", "groq", "openrouter", "ollama", "vllm", "demonstration"] as const),
]);

/** Between what the caller speaks and what the provider speaks. @throws CallFault 400 when there is no way */
export function bridgeTo(provider: PublishedProvider, operation: Operation): Bridge {
  if (provider.dialect === "anthropic") {
    if (operation === "messages") return anthropicMessages;
    if (operation === "chat") return chatToAnthropic;
    if (operation === "responses") return responsesToAnthropic;
  }
  if (provider.dialect === "openai") {
    if (operation === "messages") return messagesToChat(provider.kind);
    if (operation === "chat") return provider.kind === "mistral" ? mistralChat : openaiChat;
    if (operation === "embeddings") return openaiEmbeddings;
    if (operation === "responses")
      return withResponses.has(provider.kind) ? openaiResponses : responsesToChat(provider.kind);
  }
  throw new CallFault(
    400,
    "unsupported_endpoint",
    `This route leads to a provider (${provider.kind}) that has no ${operation}`,
  );
}
