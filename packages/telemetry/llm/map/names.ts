/**
 * Under which names each fact is looked for, in order: Langfuse's own, then the instrumentation's (AI SDK, OpenInference,
 * OpenLLMetry), then gen_ai's. A constants file of our own: the packages of conventions move and drop names, and spans of
 * all versions keep coming. Sources: opentelemetry.io/docs/specs/semconv/gen-ai (1.27 to 1.41 and after),
 * @arizeai/openinference-semantic-conventions 2.12, @traceloop/ai-semantic-conventions 0.27, @ai-sdk/otel 1.0,
 * @langfuse/core 5.
 */
export const names = {
  model: [
    "langfuse.observation.model.name",
    "ai.model.id",
    "gen_ai.request.model",
    "llm.request.model",
    "llm.model_name",
    "embedding.model_name",
    "reranker.model_name",
    "gen_ai.response.model",
  ],
  responseModel: ["ai.response.model", "gen_ai.response.model", "llm.response.model"],
  responseId: ["ai.response.id", "gen_ai.response.id", "llm.response.id"],
  provider: ["gen_ai.provider.name", "gen_ai.system", "ai.model.provider", "llm.provider", "llm.system"],
  operation: ["gen_ai.operation.name", "ai.operationId", "llm.request.type"],
  finishReasons: ["gen_ai.response.finish_reasons", "ai.response.finishReason", "llm.finish_reason"],
  errorType: ["error.type"],
  session: [
    "langfuse.session.id",
    "session.id",
    "gen_ai.conversation.id",
    "traceloop.association.properties.session_id",
    "ai.telemetry.metadata.sessionId",
  ],
  user: [
    "langfuse.user.id",
    "user.id",
    "enduser.id",
    "traceloop.association.properties.user_id",
    "ai.telemetry.metadata.userId",
  ],
  traceName: ["langfuse.trace.name", "traceloop.workflow.name", "gen_ai.workflow.name"],
  tags: ["langfuse.trace.tags", "tag.tags", "ai.telemetry.metadata.tags"],
  environment: ["langfuse.environment", "deployment.environment.name", "deployment.environment"],
  release: ["langfuse.release", "langfuse.version"],
  promptId: ["triops.prompt.id", "prompt.id"],
  promptName: [
    "triops.prompt.name",
    "langfuse.observation.prompt.name",
    "gen_ai.prompt.name",
    "traceloop.prompt.key",
    "llm.prompt_template.name",
  ],
  promptVersion: [
    "triops.prompt.version",
    "langfuse.observation.prompt.version",
    "gen_ai.prompt.version",
    "traceloop.prompt.version",
    "llm.prompt_template.version",
  ],
  promptLabel: ["triops.prompt.label"],
  agent: ["gen_ai.agent.name", "agent.name", "ai.telemetry.functionId"],
  tool: ["gen_ai.tool.name", "tool.name", "ai.toolCall.name"],
  entity: ["traceloop.entity.name"],
  stream: ["gen_ai.request.stream", "llm.is_streaming", "gen_ai.is_streaming", "traceloop.is_streaming"],
  /** Seconds. */
  firstTokenSeconds: ["gen_ai.response.time_to_first_chunk", "gen_ai.client.operation.time_to_first_chunk"],
  /** Milliseconds. */
  firstTokenMs: ["ai.response.msToFirstChunk", "ai.stream.msToFirstChunk"],
  /** A time. */
  firstTokenAt: ["langfuse.observation.completion_start_time"],
} as const;

/** What follows one of these is a name of metadata. */
export const metadataPrefixes = [
  "langfuse.trace.metadata.",
  "langfuse.observation.metadata.",
  "traceloop.association.properties.",
  "ai.telemetry.metadata.",
] as const;
/** These hold metadata as a JSON object. */
export const metadataObjects = [
  "langfuse.trace.metadata",
  "langfuse.observation.metadata",
  "metadata",
] as const;

/** Where calls carry parameters one by one, and as a JSON object. */
export const parameterPrefixes = ["gen_ai.request.", "ai.settings.", "llm.request."] as const;
export const parameterObjects = [
  "langfuse.observation.model.parameters",
  "llm.invocation_parameters",
] as const;
