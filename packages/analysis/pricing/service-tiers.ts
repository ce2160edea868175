/** A factor on every token price, as a fraction; searches and calls keep theirs. */
export type Factor = { readonly times: bigint; readonly over: bigint };

const half: Factor = { times: 1n, over: 2n };
const plain: Factor = { times: 1n, over: 1n };

/**
 * Priority processing of OpenAI against its standard prices, input, cached input and output alike; only up to the
 * first step by context length. https://openai.com/api-priority-processing/, read in November 2026.
 */
const priority: Readonly<Record<string, Factor>> = {
  "gpt-5.5": { times: 5n, over: 2n },
  "gpt-5.4": { times: 2n, over: 1n },
  "gpt-5.4-mini": { times: 2n, over: 1n },
  "gpt-5.2": { times: 2n, over: 1n },
  "gpt-5.1": { times: 2n, over: 1n },
  "gpt-5": { times: 2n, over: 1n },
  "gpt-5-mini": { times: 9n, over: 5n },
  "gpt-4.1": { times: 7n, over: 4n },
};

/**
 * Half price for work that may wait. https://developers.openai.com/api/docs/pricing (batch and flex),
 * https://platform.claude.com/docs/en/about-claude/pricing (batch), https://ai.google.dev/gemini-api/docs/pricing
 * (batch), https://aws.amazon.com/bedrock/pricing/ (batch).
 */
const halved: Readonly<Record<string, readonly string[]>> = {
  openai: ["batch", "flex"],
  azure: ["batch"],
  anthropic: ["batch"],
  google: ["batch"],
  aws: ["batch"],
};

/**
 * What a service tier does to the price.
 * @returns null when that is not known: then a price of the workspace's own has to say it
 */
export function tierFactor(query: {
  provider: string;
  /** the model's id in the price table */
  model: string;
  serviceTier: string | null;
  longContext: boolean;
}): Factor | null {
  const { serviceTier, provider } = query;
  if (serviceTier === null) return plain;
  if (halved[provider]?.includes(serviceTier)) return half;
  // "fast" is what a request may say; the answer then says "priority".
  const isPriority = provider === "openai" && (serviceTier === "priority" || serviceTier === "fast");
  return isPriority && !query.longContext ? (priority[query.model] ?? null) : null;
}

/**
 * Anthropic adds a tenth to every token price for inference that stays in the United States (`inference_geo: "us"`,
 * Claude 4.6 and later; earlier models cannot ask for it).
 * https://platform.claude.com/docs/en/about-claude/pricing, "Data residency pricing".
 */
export function regionFactor(provider: string, region: string | null): Factor {
  return provider === "anthropic" && region?.toLowerCase() === "us" ? { times: 11n, over: 10n } : plain;
}
