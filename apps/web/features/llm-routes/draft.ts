import {
  type ErrorClass,
  fallbackOnUsually,
  type LlmOperation,
  llmOperations,
  usualBreaker,
  usualRetries,
  usualTimeouts,
} from "@triops/domains/llm-routes/rules";
import type { LlmRoute } from "@triops/domains/llm-routes/schemas";
import {
  bodyOfGuardrail,
  draftOfGuardrail,
  type GuardrailDraft,
  missingInGuardrail,
} from "./guardrail-draft.ts";
import { faultInShares } from "./shares.ts";

/** `parameters` is JSON, as it is typed. */
export type TargetDraft = {
  key: string;
  id?: string;
  providerId: string;
  model: string;
  weight: string;
  parameters: string;
};

export type RouteDraft = {
  name: string;
  description: string;
  operations: readonly LlmOperation[];
  /** Divide the traffic among them. */
  shared: readonly TargetDraft[];
  /** Asked one after the other when those fail. */
  fallbacks: readonly TargetDraft[];
  fallbackOn: readonly ErrorClass[];
  attempts: string;
  backoffMs: string;
  backoffMsMax: string;
  firstTokenSeconds: string;
  totalSeconds: string;
  failures: string;
  windowSeconds: string;
  openSeconds: string;
  caches: boolean;
  ttlSeconds: string;
  request: readonly GuardrailDraft[];
  response: readonly GuardrailDraft[];
  logBodies: boolean;
};

let made = 0;
/** Identity of a line in the form; ids come from the server. */
export const freshKey = (): string => `line-${++made}`;

export const emptyTarget = (weight = "100"): TargetDraft => ({
  key: freshKey(),
  providerId: "",
  model: "",
  weight,
  parameters: "",
});

const seconds = (ms: number): string => String(ms / 1_000);

export const emptyRoute = (): RouteDraft => ({
  name: "",
  description: "",
  operations: llmOperations,
  shared: [emptyTarget()],
  fallbacks: [],
  fallbackOn: fallbackOnUsually,
  attempts: String(usualRetries.attempts),
  backoffMs: String(usualRetries.backoffMs),
  backoffMsMax: String(usualRetries.backoffMsMax),
  firstTokenSeconds: seconds(usualTimeouts.firstTokenMs),
  totalSeconds: seconds(usualTimeouts.totalMs),
  failures: String(usualBreaker.failures),
  windowSeconds: seconds(usualBreaker.windowMs),
  openSeconds: seconds(usualBreaker.openMs),
  caches: false,
  ttlSeconds: "300",
  request: [],
  response: [],
  logBodies: true,
});

export function draftOfRoute(route: LlmRoute): RouteDraft {
  const lines = route.targets.map((target) => ({
    tier: target.tier,
    draft: {
      key: target.id,
      id: target.id,
      providerId: target.providerId,
      model: target.model,
      weight: String(target.weight),
      parameters:
        Object.keys(target.parameters).length === 0 ? "" : JSON.stringify(target.parameters, null, 2),
    },
  }));
  const { retries, timeouts, breaker, cache } = route;
  return {
    name: route.name,
    description: route.description,
    operations: route.operations,
    shared: lines.filter(({ tier }) => tier === 0).map(({ draft }) => draft),
    fallbacks: lines
      .filter(({ tier }) => tier > 0)
      .toSorted((a, b) => a.tier - b.tier)
      .map(({ draft }) => draft),
    fallbackOn: route.fallbackOn,
    attempts: String(retries.attempts),
    backoffMs: String(retries.backoffMs),
    backoffMsMax: String(retries.backoffMsMax),
    firstTokenSeconds: seconds(timeouts.firstTokenMs),
    totalSeconds: seconds(timeouts.totalMs),
    failures: String(breaker.failures),
    windowSeconds: seconds(breaker.windowMs),
    openSeconds: seconds(breaker.openMs),
    caches: cache.mode === "exact",
    ttlSeconds: String(cache.ttlSeconds),
    request: route.guardrails.request.map((one) => draftOfGuardrail(one, one.id)),
    response: route.guardrails.response.map((one) => draftOfGuardrail(one, one.id)),
    logBodies: route.logBodies,
  };
}

/** An object, null when nothing is written, undefined when it is none. */
export function parametersIn(text: string): Record<string, unknown> | null | undefined {
  if (text.trim() === "") return null;
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

const bodyOfTarget = (target: TargetDraft, tier: number, weight: number) => ({
  ...(target.id === undefined ? {} : { id: target.id }),
  providerId: target.providerId,
  model: target.model.trim(),
  weight,
  tier,
  parameters: parametersIn(target.parameters) ?? {},
});

const ms = (text: string): number => Math.round(Number(text) * 1_000);

/** What the API takes. Call it when `missingInRoute` says null. */
export function bodyOfRoute(draft: RouteDraft) {
  const alone = draft.shared.length === 1;
  return {
    name: draft.name.trim(),
    description: draft.description,
    operations: [...draft.operations],
    targets: [
      ...draft.shared.map((target) => bodyOfTarget(target, 0, alone ? 100 : Number(target.weight))),
      ...draft.fallbacks.map((target, index) => bodyOfTarget(target, index + 1, 100)),
    ],
    fallbackOn: [...draft.fallbackOn],
    retries: {
      attempts: Number(draft.attempts),
      backoffMs: Number(draft.backoffMs),
      backoffMsMax: Number(draft.backoffMsMax),
    },
    timeouts: { firstTokenMs: ms(draft.firstTokenSeconds), totalMs: ms(draft.totalSeconds) },
    breaker: {
      failures: Number(draft.failures),
      windowMs: ms(draft.windowSeconds),
      openMs: ms(draft.openSeconds),
    },
    cache: {
      mode: draft.caches ? ("exact" as const) : ("off" as const),
      ttlSeconds: Number(draft.ttlSeconds),
    },
    guardrails: {
      request: draft.request.map(bodyOfGuardrail),
      response: draft.response.map(bodyOfGuardrail),
    },
    logBodies: draft.logBodies,
  };
}

/** What keeps the form from being saved, in words, or null. */
export function missingInRoute(draft: RouteDraft): string | null {
  if (draft.name.trim() === "") return "Give the route a name";
  if (draft.operations.length === 0) return "Choose what may be asked of it";
  for (const target of [...draft.shared, ...draft.fallbacks]) {
    if (target.providerId === "") return "Choose a provider for each target";
    if (target.model.trim() === "") return "Name a model for each target";
    if (parametersIn(target.parameters) === undefined) return "Parameters must be a JSON object";
  }
  for (const guardrail of [...draft.request, ...draft.response]) {
    const missing = missingInGuardrail(guardrail);
    if (missing) return `Guardrail ${guardrail.id}: ${missing.charAt(0).toLowerCase()}${missing.slice(1)}`;
  }
  return faultInShares(draft.shared);
}

/** A line at another place, the others in their order; beyond the ends nothing moves. */
export function moved<T>(list: readonly T[], from: number, to: number): readonly T[] {
  const line = list[from];
  if (line === undefined || to < 0 || to >= list.length) return list;
  return list.toSpliced(from, 1).toSpliced(to, 0, line);
}

/** Fallbacks that share a place in the order can be made by API only; the form puts them one after the other. */
export const hasSharedFallbacks = ({ targets }: LlmRoute): boolean => {
  const tiers = targets.flatMap(({ tier }) => (tier > 0 ? [tier] : []));
  return new Set(tiers).size < tiers.length;
};

export const replaced = (list: readonly TargetDraft[], next: TargetDraft): readonly TargetDraft[] =>
  list.map((one) => (one.key === next.key ? next : one));
export const without = (list: readonly TargetDraft[], key: string): readonly TargetDraft[] =>
  list.filter((one) => one.key !== key);
