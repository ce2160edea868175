import { inputTokensOf, outputTokensOf } from "@triops/analysis/pricing/buckets";
import { usdText } from "@triops/analysis/pricing/money";
import type { PricedLine } from "@triops/analysis/pricing/price";
import type { Priced, Pricer } from "@triops/analysis/pricing/pricer";
import { recordedFlags } from "@triops/analysis/pricing/recorded";
import type { Usage } from "@triops/analysis/pricing/usage";
import type { CallOutcome, LlmCall } from "../call.ts";
import { tokensMax } from "../limits/estimate.ts";
import type { UsageCounter } from "./counter.ts";
import { type Message, readableOf } from "./parts.ts";
import { statedUsage } from "./stated-usage.ts";

/** What a call used and cost, as its record says. */
export type Charge = {
  usage: Usage | null;
  inputTokens: number;
  outputTokens: number;
  /** Picodollars; null: not known, or nothing was used. */
  cost: bigint | null;
  costUsd: string | null;
  lines: readonly Pick<PricedLine, "bucket" | "amount">[];
  /** Why a call that used something has no cost; empty otherwise. */
  unpriced: string;
  flags: readonly string[];
};

/**
 * Stated usage first. Where none was stated but an answer came, or the caller left while one was coming, it is counted
 * here and marked. A provider that refused or could not be reached used nothing that we know of.
 */
export async function usageOf(
  call: LlmCall,
  outcome: CallOutcome,
  counter: UsageCounter,
  messages: { input: readonly Message[]; output: readonly Message[] },
): Promise<Usage | null> {
  const stated = statedUsage(outcome);
  if (stated !== null) return stated;
  const wasAsked = outcome.attempts.length > 0 && outcome.provider !== null;
  const hasOutput = outcome.outputText !== "" || messages.output.length > 0;
  const isAnswered = outcome.error === null || hasOutput || outcome.aborted;
  if (outcome.cache === "hit" || !wasAsked || !isAnswered) return null;
  const output = readableOf(messages.output, false) || outcome.outputText;
  return counter.count({
    model: outcome.responseModel || outcome.model,
    input: textsIn(call, messages.input),
    chat: call.operation !== "embeddings",
    output: output === "" ? [] : [output],
  });
}

function textsIn(call: LlmCall, input: readonly Message[]): string[] {
  const texts = input.map((message) => `${message.role}\n${readableOf([message], false)}`);
  for (const name of ["tools", "system", "instructions"] as const) {
    const value = call.body[name];
    if (value !== undefined) texts.push(typeof value === "string" ? value : JSON.stringify(value));
  }
  return texts;
}

/** A cached answer cost nothing; what it would have used stays visible with its flag. */
export function chargeOf(call: LlmCall, outcome: CallOutcome, usage: Usage | null, pricer: Pricer): Charge {
  if (usage === null) return { ...nothing, ...(outcome.cache === "hit" ? free : {}) };
  const tokens = {
    usage,
    inputTokens: Math.min(inputTokensOf(usage.buckets), tokensMax),
    outputTokens: Math.min(outputTokensOf(usage.buckets), tokensMax),
  };
  if (outcome.cache === "hit") return { ...tokens, ...free, flags: [...recordedFlags(usage), ...free.flags] };
  const best = priceOf(call, outcome, usage, pricer);
  return {
    ...tokens,
    cost: best.amount,
    costUsd: best.usd,
    lines: best.lines,
    unpriced: best.unpriced?.code ?? "",
    flags: recordedFlags(usage),
  };
}

/**
 * The workspace's own price for the model that was asked for; else that of the model which says it answered (an alias or
 * a deployment's name may stand for any); else that of the one asked for.
 */
function priceOf(call: LlmCall, outcome: CallOutcome, usage: Usage, pricer: Pricer): Priced {
  const of = (model: string) =>
    pricer.price(usage, {
      provider: outcome.provider?.priceProvider ?? null,
      model: model === "" ? null : model,
      at: new Date(call.startedMs),
    });
  const asked = of(outcome.model);
  if (asked.source?.kind === "override") return asked;
  if (outcome.responseModel === "" || outcome.responseModel === outcome.model) return asked;
  const answered = of(outcome.responseModel);
  return answered.amount === null && asked.amount !== null ? asked : answered;
}

const nothing: Charge = {
  usage: null,
  inputTokens: 0,
  outputTokens: 0,
  cost: null,
  costUsd: null,
  lines: [],
  unpriced: "",
  flags: [],
};

const free = { cost: 0n, costUsd: usdText(0n), lines: [], unpriced: "", flags: ["cache_hit"] };
