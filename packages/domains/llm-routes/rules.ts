/** Words and bounds of routes. No zod: also for a browser. */

/** How long a match of a pattern can be. */
export { longest } from "@triops/analysis/patterns/longest";
/** What guardrails find: names and groups, without the detectors. */
export { type PiiGroup, type PiiType, piiGroups, piiLabels } from "@triops/analysis/pii/types";

/** Of each side of a route. */
export const guardrailsMax = 10;

export const llmOperations = ["chat", "responses", "embeddings"] as const;
export type LlmOperation = (typeof llmOperations)[number];

/** Why a call to a provider failed. */
export const errorClasses = [
  "rate_limit",
  "server_error",
  "timeout",
  "connection",
  "auth",
  "context_length",
  "content_filter",
  "bad_request",
] as const;
export type ErrorClass = (typeof errorClasses)[number];

/** What another target is tried for unless a route says otherwise: what is not the caller's doing. */
export const fallbackOnUsually: readonly ErrorClass[] = [
  "rate_limit",
  "server_error",
  "timeout",
  "connection",
];

export const targetsMax = 10;
export const tierMax = 9;

/** The defaults of a new route. First tokens of models that think take their time. */
export const usualRetries = { attempts: 1, backoffMs: 250, backoffMsMax: 5_000 };
export const usualTimeouts = { firstTokenMs: 60_000, totalMs: 600_000 };
export const usualBreaker = { failures: 5, windowMs: 30_000, openMs: 30_000 };

/** What a caller or the protocol decides and no target may override. */
export const parametersKept: readonly string[] = [
  "model",
  "messages",
  "input",
  "prompt",
  "stream",
  "stream_options",
];

type Share = { weight: number; tier: number };

/** What is wrong with how targets share the calls, or null. */
export function sharesProblem(targets: readonly Share[]): string | null {
  if (targets.length === 0) return "Name at least one target";
  const tiers = Map.groupBy(targets, (target) => target.tier);
  if (!tiers.has(0)) return "No target takes calls from the start: give at least one a share";
  for (const [tier, sharing] of tiers) {
    const sum = Math.round(sharing.reduce((total, { weight }) => total + weight, 0) * 1_000) / 1_000;
    if (sum === 100) continue;
    const who = tier === 0 ? "The shares" : `The shares of fallback ${tier}`;
    return `${who} add up to ${sum} %, not to 100 %`;
  }
  return null;
}

type Named = Share & { provider: string; model: string };

/** `OpenAI gpt-5-mini 80 %, Groq llama 20 %; then Anthropic claude-haiku` */
export function targetsInWords(targets: readonly Named[]): string {
  const tiers = [...Map.groupBy(targets, (target) => target.tier)].toSorted(([a], [b]) => a - b);
  return tiers
    .map(([, sharing]) =>
      sharing
        .map(
          ({ provider, model, weight }) => `${provider} ${model}${sharing.length > 1 ? ` ${weight} %` : ""}`,
        )
        .join(", "),
    )
    .join("; then ");
}

export const timeoutsInWords = ({
  firstTokenMs,
  totalMs,
}: {
  firstTokenMs: number;
  totalMs: number;
}): string => `${firstTokenMs / 1_000} s to the first token, ${totalMs / 1_000} s in all`;
