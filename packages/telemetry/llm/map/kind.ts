import type { LlmSpanKind } from "../llm-span-row.ts";
import { type Attributes, first } from "./attributes.ts";

const langfuse: Readonly<Record<string, LlmSpanKind>> = {
  generation: "generation",
  embedding: "embedding",
  agent: "agent",
  tool: "tool",
  chain: "chain",
  retriever: "retriever",
  guardrail: "guardrail",
  evaluator: "evaluator",
  span: "span",
  event: "span",
};
const openinference: Readonly<Record<string, LlmSpanKind>> = {
  LLM: "generation",
  EMBEDDING: "embedding",
  AGENT: "agent",
  TOOL: "tool",
  CHAIN: "chain",
  RETRIEVER: "retriever",
  RERANKER: "reranker",
  GUARDRAIL: "guardrail",
  EVALUATOR: "evaluator",
  PROMPT: "span",
};
const traceloop: Readonly<Record<string, LlmSpanKind>> = {
  workflow: "chain",
  task: "chain",
  agent: "agent",
  tool: "tool",
};
const requests: Readonly<Record<string, LlmSpanKind>> = {
  chat: "generation",
  completion: "generation",
  embedding: "embedding",
  rerank: "reranker",
};
const operations: Readonly<Record<string, LlmSpanKind>> = {
  chat: "generation",
  text_completion: "generation",
  generate_content: "generation",
  responses: "generation",
  messages: "generation",
  embeddings: "embedding",
  retrieval: "retriever",
  rerank: "reranker",
  execute_tool: "tool",
  create_agent: "agent",
  invoke_agent: "agent",
  plan: "agent",
  agent_step: "chain",
  invoke_workflow: "chain",
};

/** What a span is. Langfuse's word first, then the instrumentation's, then gen_ai's operation, then what it carries. */
export function kindOf(attributes: Attributes): LlmSpanKind {
  return (
    langfuse[first(attributes, ["langfuse.observation.type"]).toLowerCase()] ??
    openinference[first(attributes, ["openinference.span.kind"]).toUpperCase()] ??
    traceloop[first(attributes, ["traceloop.span.kind"])] ??
    aiSdkKind(first(attributes, ["ai.operationId"])) ??
    operations[first(attributes, ["gen_ai.operation.name"])] ??
    requests[first(attributes, ["llm.request.type"])] ??
    byContent(attributes)
  );
}

/** `ai.generateText` runs the steps that call the model, `ai.generateText.doGenerate` is one such call. */
function aiSdkKind(operation: string): LlmSpanKind | undefined {
  if (operation === "") return undefined;
  if (operation.endsWith(".doGenerate") || operation.endsWith(".doStream")) return "generation";
  if (operation.endsWith(".doEmbed")) return "embedding";
  if (operation === "ai.toolCall") return "tool";
  return operation.startsWith("ai.rerank") ? "reranker" : "chain";
}

function byContent(attributes: Attributes): LlmSpanKind {
  const hasModel = first(attributes, [
    "gen_ai.request.model",
    "gen_ai.response.model",
    "llm.model_name",
    "llm.request.model",
  ]);
  const hasAnswer = first(attributes, [
    "gen_ai.usage.output_tokens",
    "gen_ai.usage.completion_tokens",
    "llm.token_count.completion",
    "gen_ai.output.messages",
    "gen_ai.completion.0.content",
  ]);
  if (hasModel !== "" && hasAnswer !== "") return "generation";
  return attributes.has("gen_ai.tool.name") ? "tool" : "span";
}
