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

/** Providers known to lack OpenAI's newer endpoint; of a compatible one it is found out by asking. */
const withoutResponses = new Set(["google", "mistral", "deepseek", "together"]);

/** Between what the caller speaks and what the provider speaks. @throws CallFault 400 when there is no way */
export function bridgeTo(provider: PublishedProvider, operation: Operation): Bridge {
  if (provider.dialect === "anthropic") {
    if (operation === "messages") return anthropicMessages;
    if (operation === "chat") return chatToAnthropic;
  }
  if (provider.dialect === "openai") {
    if (operation === "messages") return messagesToChat(provider.kind);
    if (operation === "chat") return provider.kind === "mistral" ? mistralChat : openaiChat;
    if (operation === "embeddings") return openaiEmbeddings;
    if (operation === "responses" && !withoutResponses.has(provider.kind)) return openaiResponses;
  }
  throw new CallFault(
    400,
    "unsupported_endpoint",
    `This route leads to a provider (${provider.kind}) that has no ${wordsOf[operation]}`,
  );
}

const wordsOf: Readonly<Record<Operation, string>> = {
  chat: "chat completions",
  responses: "responses endpoint; use chat completions",
  embeddings: "embeddings",
  messages: "Anthropic messages",
};
