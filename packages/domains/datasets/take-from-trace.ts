import { notFound } from "@triops/kernel/errors";
import { locateLlmTrace } from "@triops/telemetry/llm/locate";
import type { LlmMessage } from "@triops/telemetry/llm/map/messages";
import { openLlmSpan } from "@triops/telemetry/llm/open-span";
import { llmTree } from "@triops/telemetry/llm/tree";
import type { Work } from "../work.ts";

export type Taken = { spanId: string; input: unknown; output: unknown; metadata: Record<string, unknown> };

/** What went into a span and came out of it. Of a trace alone: its root, or its first call. @throws notFound */
export async function takenFromTrace(
  { context, runtime }: Work,
  traceId: string,
  spanId?: string,
): Promise<Taken> {
  const { workspaceId, now } = context;
  const { telemetry } = runtime;
  const window = await locateLlmTrace(telemetry, { workspaceId, traceId, now });
  if (!window) throw notFound("trace");
  const tree = spanId === undefined ? await llmTree(telemetry, { workspaceId, traceId, window }) : null;
  const root = tree?.parentIds.indexOf("") ?? -1;
  const wanted = spanId ?? tree?.spanIds[Math.max(0, root)] ?? "";
  const found = await openLlmSpan(telemetry, { workspaceId, traceId, spanId: wanted, window });
  if (!found) throw notFound("span");
  const { facts, body } = found;
  return {
    spanId: wanted,
    input: simplified(body.input),
    output: simplified(body.output),
    metadata: {
      model: facts.responseModel || facts.model,
      ...(facts.promptName === "" ? {} : { prompt: `${facts.promptName}@${facts.promptVersion}` }),
      ...(body.parameters.length === 0
        ? {}
        : { parameters: Object.fromEntries(body.parameters.map(({ name, value }) => [name, value])) }),
    },
  };
}

/** One text stays a text; messages stay messages, in the form that chat models take. */
function simplified(messages: readonly LlmMessage[]): unknown {
  const [only] = messages;
  if (!only) return null;
  const [part] = only.parts;
  if (messages.length === 1 && only.parts.length === 1 && part?.type === "text") return part.text;
  return { messages: messages.map(chatMessage) };
}

function chatMessage({ role, parts }: LlmMessage): Record<string, unknown> {
  const calls = parts.flatMap((part) =>
    part.type === "tool_call"
      ? [{ id: part.id, type: "function", function: { name: part.name, arguments: part.arguments } }]
      : [],
  );
  const result = parts.find((part) => part.type === "tool_result");
  const content = parts
    .flatMap((part) =>
      part.type === "text" ? [part.text] : part.type === "tool_result" ? [part.result] : [],
    )
    .join("\n");
  return {
    role,
    content,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
    ...(result ? { tool_call_id: result.id } : {}),
  };
}
