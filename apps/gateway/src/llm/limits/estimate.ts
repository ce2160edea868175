import { roughCounter } from "@triops/analysis/pricing/estimate";
import { ordinaryTiers } from "@triops/analysis/pricing/normalise";
import type { Pricer } from "@triops/analysis/pricing/pricer";
import type { Usage } from "@triops/analysis/pricing/usage";
import type { LlmCall } from "../call.ts";
import { nanoOf } from "./money.ts";

/** What a call may come to, before it is made. */
export type Estimate = { nano: number; tokens: number };

export type Estimator = {
  estimate(call: LlmCall, likely: { priceProvider: string | null; model: string }): Estimate;
  /** Whether a model's text in and out have a price now. */
  isPriced(
    call: LlmCall,
    asked: { priceProvider: string | null; model: string; serviceTier: unknown },
  ): boolean;
  /** What a call really wrote; the next one that states no maximum is expected to do about the same. */
  learn(workspaceId: string, route: string, outputTokens: number): void;
};

/** Until a route's calls have shown how much they write. */
const outputTokensFirst = 500;
/** The mean moves by a tenth of the difference; the estimate takes double of it, since answers vary. */
const learnRate = 0.1;
const marginOfMean = 2;
/** Of an image or a file that is not text (OpenAI's images take 85 to about 1,500). */
const tokensPerImage = 1_000;
const routesMax = 5_000;
/** What callers and providers state may be any number; no call is larger than this. */
export const tokensMax = 1_000_000_000;
/** A million dollars. */
export const nanoMax = 1e15;
/** Prices change by the day. */
const priceKeptMs = 60_000;
const tokensPriced = 10_000;
/** Texts longer than this are measured by their length: counting letters would take milliseconds. */
const countedCharsMax = 20_000;

export function createEstimator(pricerOf: (workspaceId: string) => Pricer, now: () => number): Estimator {
  const means = new Map<string, number>();
  const prices = new Map<string, KnownPrice>();

  /** Nanodollars a token, by a call of medium length: exact prices are for records. */
  const priceOf = (workspaceId: string, provider: string | null, model: string) => {
    const name = `${workspaceId}/${provider}/${model}`;
    const pricer = pricerOf(workspaceId);
    const atMs = now();
    const known = prices.get(name);
    if (known && known.pricer === pricer && atMs - known.atMs < priceKeptMs) return known;
    const of = (input: number, output: number) => {
      const usage = usageOf(model, input, output);
      return pricer.price(usage, { provider, model, at: new Date(atMs) }).amount;
    };
    const [input, output] = [of(tokensPriced, 0), of(0, tokensPriced)];
    const perToken = (amount: bigint | null) => Number(nanoOf(amount ?? 0n)) / tokensPriced;
    const made: KnownPrice = {
      pricer,
      atMs,
      input: perToken(input),
      output: perToken(output),
      hasInput: input !== null,
      hasOutput: output !== null,
    };
    if (prices.size >= routesMax) prices.clear();
    prices.set(name, made);
    return made;
  };
  const nameOf = (workspaceId: string, route: string) => `${workspaceId}/${route}`;

  return {
    estimate(call, { priceProvider, model }) {
      const input = inputTokens(call.body);
      const mean = means.get(nameOf(call.workspaceId, call.route));
      const output = call.operation === "embeddings" ? 0 : (outputMax(call.body) ?? expected(mean));
      const price = priceOf(call.workspaceId, priceProvider, model);
      // A price that is not known cannot be held; the call's record says so, and the list of prices to fix shows it.
      const nano = Math.ceil(input * price.input + output * price.output);
      return { nano: Math.min(nano, nanoMax), tokens: input + output };
    },
    isPriced(call, { priceProvider, model, serviceTier }) {
      const price = priceOf(call.workspaceId, priceProvider, model);
      if (!price.hasInput || (call.operation !== "embeddings" && !price.hasOutput)) return false;
      // A tier has a price of its own, or none. What callers write is not kept.
      if (typeof serviceTier !== "string" || ordinaryTiers.has(serviceTier)) return true;
      const usage = { ...usageOf(model, tokensPriced, 0), serviceTier };
      const query = { provider: priceProvider, model, at: new Date(now()) };
      return pricerOf(call.workspaceId).price(usage, query).amount !== null;
    },
    learn(workspaceId, route, outputTokens) {
      const name = nameOf(workspaceId, route);
      const mean = means.get(name) ?? outputTokens;
      if (means.size >= routesMax && !means.has(name)) means.clear();
      means.set(name, mean + (outputTokens - mean) * learnRate);
    },
  };
}

type KnownPrice = {
  pricer: Pricer;
  atMs: number;
  /** Nanodollars a token; 0 where no price is known. */
  input: number;
  output: number;
  hasInput: boolean;
  hasOutput: boolean;
};

const expected = (mean: number | undefined): number =>
  mean === undefined ? outputTokensFirst : Math.ceil(mean * marginOfMean);

const usageOf = (model: string, input: number, output: number): Usage => ({
  dialect: "estimate:rough",
  // What does not occur needs no price: embeddings have none for output.
  buckets: { ...(input > 0 && { input }), ...(output > 0 && { output }), requests: 1 },
  flags: ["estimated"],
  estimated: true,
  model,
  serviceTier: null,
  region: null,
  reportedUsd: null,
});

/** The most the caller allows, times the answers it wants; null where it states none. */
function outputMax(body: Record<string, unknown>): number | null {
  const stated = [body.max_completion_tokens, body.max_output_tokens, body.max_tokens].find(
    (value) => typeof value === "number" && Number.isFinite(value) && value >= 0,
  );
  if (typeof stated !== "number") return null;
  const { n } = body;
  return (
    Math.min(Math.ceil(stated), tokensMax) *
    (typeof n === "number" && n >= 1 ? Math.min(Math.floor(n), 128) : 1)
  );
}

function inputTokens(body: Record<string, unknown>): number {
  let tokens = 0;
  for (const name of ["messages", "input", "system", "instructions", "tools"])
    if (body[name] !== undefined) tokens += tokensIn(body[name], 0);
  return tokens;
}

const depthMax = 12;

/** Whole requests may be 20 MB of base64: a picture counts as one, whatever it weighs. */
function tokensIn(value: unknown, depth: number): number {
  if (typeof value === "string") {
    if (value.startsWith("data:")) return tokensPerImage;
    return value.length > countedCharsMax ? Math.ceil(value.length / 4) : roughCounter.count(value);
  }
  // A list of token ids is an input of embeddings.
  if (typeof value === "number") return 1;
  if (typeof value !== "object" || value === null || depth > depthMax) return 0;
  if (isBinary(value)) return tokensPerImage;
  let tokens = Array.isArray(value) ? 0 : 3;
  for (const one of Object.values(value)) tokens += tokensIn(one, depth + 1);
  return tokens;
}

/** Anthropic's `source: {type: "base64"}` and OpenAI's `input_audio`, `file`. */
const isBinary = (value: object): boolean =>
  ("type" in value && value.type === "base64") || ("data" in value && "format" in value);
