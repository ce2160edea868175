import type { Prisma } from "@triops/database/client";
import { z } from "zod";
import { guardrails } from "./guardrail-schemas.ts";
import { errorClasses, llmOperations } from "./rules.ts";
import { publishedRoute } from "./snapshot-schemas.ts";

/** A route's settings in the ledger: what is published but its name, targets and revision. Only grows. */
export const storedSettings = z.object({
  operations: z.array(z.enum(llmOperations)),
  fallbackOn: z.array(z.enum(errorClasses)),
  retries: publishedRoute.shape.retries,
  timeouts: publishedRoute.shape.timeouts,
  breaker: publishedRoute.shape.breaker,
  cache: publishedRoute.shape.cache,
  guardrails,
  logBodies: z.boolean(),
});
export type StoredSettings = z.output<typeof storedSettings>;

export type RouteRow = Prisma.LlmRouteGetPayload<object>;
export type TargetRow = Prisma.LlmRouteTargetGetPayload<object>;

export const settingsOf = (row: RouteRow): StoredSettings => storedSettings.parse(row.settings);

/** Shares first, then fallbacks in their order. */
export const inOrder = <T extends { tier: number; id: string }>(targets: readonly T[]): T[] =>
  targets.toSorted((a, b) => a.tier - b.tier || (a.id < b.id ? -1 : 1));

const parametersSchema = z.record(z.string(), z.json());
export const parametersOf = (row: { parameters: unknown }) => parametersSchema.parse(row.parameters);
