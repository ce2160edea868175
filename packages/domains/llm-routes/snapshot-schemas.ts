import { z } from "zod";
import { guardrails } from "./guardrail-schemas.ts";
import { errorClasses, llmOperations } from "./rules.ts";

// The names below begin with the tag of `kernel/redis`, written out because schemas run anywhere.

/** Redis hash: route id → `PublishedRoute` as JSON. Announced on `snapshotChannel` as part `llm-routes`. */
export const publishedRoutesHash = "{triops}:snapshot:llm-routes";
/** When the whole hash was last compared with the ledger (ISO-8601). Without it the hash is not to be believed. */
export const publishedRoutesAt = "{triops}:snapshot:llm-routes-published-at";
/** Of a snapshot message. */
export const routesPart = "llm-routes";

/**
 * Redis hash of the open breakers of a route, written by the gateways: field `<gateway>:<target id>` → `OpenBreaker`
 * as JSON; removed when it closes. Let it expire ten minutes after the last write.
 */
export const openBreakersKey = (routeId: string): string => `{triops}:llm-route-breakers:${routeId}`;
export const openBreaker = z.object({ openUntilMs: z.number(), errorClass: z.string(), failures: z.int() });
export type OpenBreaker = z.output<typeof openBreaker>;

export const publishedTarget = z.object({
  /** Stays the same while it means the same model of the same provider. */
  id: z.uuid(),
  providerId: z.uuid(),
  model: z.string(),
  /** Per cent of the calls of its tier. */
  weight: z.number().min(0).max(100),
  /** 0 shares the calls by weight; 1 and more are fallbacks in this order. */
  tier: z.int().min(0),
  /** Written over what the caller sends. */
  parameters: z.record(z.string(), z.json()),
});
export type PublishedTarget = z.output<typeof publishedTarget>;

/** What the gateway holds of one route: everything it needs to answer without asking a database. Only grows. */
export const publishedRoute = z.object({
  workspaceId: z.uuid(),
  id: z.uuid(),
  /** The model's name for callers; one per workspace. */
  name: z.string(),
  enabled: z.boolean(),
  /** Absent takes all. Anthropic's messages are chat. */
  operations: z.array(z.enum(llmOperations)).optional(),
  /** By tier, then by id. */
  targets: z.array(publishedTarget),
  /** Another target is tried for these. */
  fallbackOn: z.array(z.enum(errorClasses)),
  /** Of one target, before the next. */
  retries: z.object({ attempts: z.int(), backoffMs: z.int(), backoffMsMax: z.int() }),
  timeouts: z.object({ firstTokenMs: z.int(), totalMs: z.int() }),
  /** So many failures within the window close a target off for a while. */
  breaker: z.object({ failures: z.int(), windowMs: z.int(), openMs: z.int() }),
  cache: z.object({ mode: z.enum(["off", "exact"]), ttlSeconds: z.int() }),
  guardrails,
  /** Whether records keep what was asked and answered. */
  logBodies: z.boolean(),
  /** Grows with every change. */
  revision: z.int(),
});
export type PublishedRoute = z.output<typeof publishedRoute>;
