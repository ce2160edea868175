import { type Attributes, first, isFields, parsed } from "./attributes.ts";
import type { Source } from "./source.ts";

/** What `normaliseUsage(dialect, payload, {provider})` of packages/analysis/pricing reads. */
export type StatedUsage = {
  dialect: "auto" | "langfuse" | "openai-chat";
  payload: Readonly<Record<string, unknown>>;
  /** As the sender says, USD; null where it does not. */
  statedUsd: string | null;
};

/** Only these names say something about usage or price; bodies stay out. */
const wanted =
  /^(gen_ai\.(usage|openai|response\.model|request\.model|provider|system)|openai\.|llm\.(token_count|usage|cost|model_name|provider|system|response\.model|request\.model)|ai\.(usage|model|response\.model|response\.providerMetadata)|operation\.cost)/;
const valueCharsMax = 20_000;

/** Null where the span says nothing about what was used. */
export function statedUsage({ attributes, dialect }: Source): StatedUsage | null {
  const statedUsd = statedCost(attributes);
  if (dialect === "langfuse") {
    const details = parsed(attributes.get("langfuse.observation.usage_details"));
    if (isFields(details) && Object.keys(details).length > 0) {
      const model = first(attributes, ["langfuse.observation.model.name"]);
      // The Python client passes on what OpenAI said.
      const isOpenai = "prompt_tokens" in details || "completion_tokens" in details;
      return isOpenai
        ? { dialect: "openai-chat", payload: { model, usage: details }, statedUsd }
        : { dialect: "langfuse", payload: { model, usage_details: details }, statedUsd };
    }
  }
  const payload: Record<string, unknown> = {};
  let states = false;
  for (const [name, value] of attributes) {
    if (value.length > valueCharsMax || !wanted.test(name)) continue;
    payload[name] = value;
    states ||= /usage|token_count/.test(name);
  }
  // Embeddings of the AI SDK have one number.
  if (payload["ai.usage.tokens"] !== undefined)
    payload["ai.usage.inputTokens"] ??= payload["ai.usage.tokens"];
  return states ? { dialect: "auto", payload, statedUsd } : null;
}

function statedCost(attributes: Attributes): string | null {
  const details = parsed(attributes.get("langfuse.observation.cost_details"));
  if (isFields(details)) {
    const { total, ...parts } = details;
    const sum = Object.values(parts).reduce<number>(
      (all, one) => all + (typeof one === "number" ? one : 0),
      0,
    );
    const stated = typeof total === "number" ? total : sum;
    // A call that failed states zeros.
    return Number.isFinite(stated) && stated > 0 ? String(stated) : null;
  }
  return (
    first(attributes, [
      "llm.cost.total",
      "gen_ai.usage.cost",
      "gen_ai.usage.cost.amount",
      "operation.cost",
    ]) || null
  );
}
