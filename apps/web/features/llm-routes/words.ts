import type { ErrorClass, LlmOperation } from "@triops/domains/llm-routes/rules";
import { formatCount, formatDuration, formatValue } from "@triops/ui/units";
import type { GuardrailAction, GuardrailKind } from "./guardrail-draft.ts";

/** Why the next target is asked, in the order of the form. */
export const fallbackLabels: Record<ErrorClass, { label: string; hint: string }> = {
  rate_limit: { label: "It is too busy", hint: "429: the provider limits requests" },
  server_error: { label: "It fails", hint: "5xx, or a stream that ends early before its first token" },
  timeout: { label: "It is too slow", hint: "No first token, or no end, in the times below" },
  connection: { label: "It cannot be reached", hint: "No connection, no name, a broken certificate" },
  auth: { label: "It refuses the credential", hint: "401 and 403; somebody should look at it soon" },
  context_length: { label: "The prompt is too long for it", hint: "Useful when a fallback takes more" },
  content_filter: { label: "Its filter refuses", hint: "The next provider may see it differently" },
  bad_request: { label: "It does not understand the request", hint: "400; mostly the caller's own mistake" },
};

export const operationLabels: Record<LlmOperation, string> = {
  chat: "Chat",
  responses: "Responses",
  embeddings: "Embeddings",
};

export const guardrailLabels: Record<GuardrailKind, { label: string; hint: string }> = {
  pii: {
    label: "Personal data and secrets",
    hint: "Recognised by form and check digits: card numbers by Luhn, IBAN by its remainder, keys by their prefix.",
  },
  pattern: { label: "Patterns", hint: "Regular expressions in RE2's syntax, one a line; (?i) ignores case." },
  size: {
    label: "Size",
    hint: "Characters of all texts together. What is in images and files is not looked at.",
  },
  topics: {
    label: "Topics",
    hint: "Another route is asked whether the request is about one of these. Its calls cost money too.",
  },
};

export const actionLabels: Record<GuardrailAction, { label: string; hint: string }> = {
  block: { label: "Block", hint: "The call is refused with 400; a stream that began ends with an error." },
  mask: { label: "Mask", hint: "Replaced by a placeholder before provider and records see it." },
  flag: { label: "Flag", hint: "The call goes on; the finding stands on its record." },
};

type Side = { model: string; tier: number; weight: number };

/** Who answers, in few words: "gpt-4o 80 %, claude 20 %, then mistral-small". */
export function routingText(targets: readonly Side[]): string {
  const shared = targets.filter(({ tier }) => tier === 0);
  const rest = targets.filter(({ tier }) => tier > 0).toSorted((a, b) => a.tier - b.tier);
  const first =
    shared.length === 1
      ? (shared[0]?.model ?? "")
      : shared.map(({ model, weight }) => `${model} ${formatValue(weight, "percent")}`).join(", ");
  return [first, ...rest.map(({ model }) => model)].join(", then ");
}

type Figures = { calls: number; errors: number; costUsd: string | null; p95Ms: number | null };

/** "1,204 calls in the last hour, 0.4 % failed, p95 1.2 s, $2.31." Nothing was asked: says so. */
export function trafficText(figures: Figures | undefined, span: string): string {
  if (!figures || figures.calls === 0) return `No call ${span}.`;
  const { calls, errors, costUsd, p95Ms } = figures;
  const parts = [
    `${formatCount(calls)} ${calls === 1 ? "call" : "calls"} ${span}`,
    errors === 0 ? "none failed" : `${formatValue(errors / calls, "ratio")} failed`,
    p95Ms === null ? null : `p95 ${formatDuration(p95Ms)}`,
    costUsd === null ? null : formatValue(Number(costUsd), "usd"),
  ].filter((part) => part !== null);
  return `${parts.join(", ")}.`;
}

type Answering = { enabled: boolean; targets: readonly (Side & { provider: { enabled: boolean } })[] };
type Total = { calls: number; errors: number; costUsd: string };

/** The sentence of one route: who answers, and how that goes. */
export function routeAnswer(route: Answering, total: Total | undefined): string {
  if (!route.enabled) return "It is switched off: programs that ask for it are refused.";
  if (!route.targets.some(({ provider }) => provider.enabled))
    return "Nobody can be asked: every provider of it is switched off.";
  const who = `${routingText(route.targets)} ${route.targets.length === 1 ? "answers" : "answer"}.`;
  return total ? `${who} ${trafficText({ ...total, p95Ms: null }, "in this range")}` : who;
}
