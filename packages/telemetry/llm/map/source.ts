import type { SpanRow } from "../../tables/spans.ts";
import type { LlmDialect } from "../llm-span-row.ts";
import type { Attributes } from "./attributes.ts";

/** What of a span the mapping reads. */
export type MappedFrom = Pick<SpanRow, "attributes" | "events" | "scopeName">;

/** A span's attributes looked up by name, and whose names they are. */
export type Source = {
  attributes: Attributes;
  dialect: LlmDialect;
  events: readonly { name: string; attributes: Attributes }[];
};

export function sourceOf(span: MappedFrom): Source {
  const attributes = new Map(span.attributes);
  const events = span.events.map((event) => ({ name: event.name, attributes: new Map(event.attributes) }));
  return { attributes, dialect: dialectOf(attributes, span.scopeName), events };
}

/** By the most particular names that are there: Langfuse's own, then those of the instrumentation, then gen_ai's. */
function dialectOf(attributes: Attributes, scope: string): LlmDialect {
  let isTraceloop = scope.startsWith("@traceloop/") || attributes.has("llm.request.type");
  let isAiSdk = false;
  for (const name of attributes.keys()) {
    if (name.startsWith("langfuse.observation.")) return "langfuse";
    if (name.startsWith("traceloop.")) isTraceloop = true;
    else if (name.startsWith("ai.")) isAiSdk = true;
  }
  if (attributes.has("openinference.span.kind") || attributes.has("llm.token_count.total"))
    return "openinference";
  if (isAiSdk && (attributes.has("ai.operationId") || scope === "ai")) return "ai_sdk";
  return isTraceloop ? "openllmetry" : "gen_ai";
}
