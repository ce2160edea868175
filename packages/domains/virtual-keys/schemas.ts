import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { noLimits, redisPolicies, spendPeriodNames, unpricedPolicies } from "./rules.ts";

/** Each is held in memory by every gateway. */
export const virtualKeysMax = 5_000;
export const teamsMax = 500;

const keepable = (given: string) => !given.includes("\u0000") && given.isWellFormed();
const name = z
  .string()
  .trim()
  .min(1, "Give it a name")
  .max(100)
  .refine(keepable, "Not text: broken characters");

/** Beyond a million dollars in one period nobody means it. */
const usd = z
  .string()
  .trim()
  .regex(/^\d{1,7}(\.\d{1,9})?$/, "An amount in USD, such as 25 or 0.50")
  .refine((text) => Number(text) <= 1_000_000, "At most 1,000,000 USD");

export const limits = z.object({
  requestsPerMinute: z.int().min(1).max(10_000_000).nullable().default(null),
  tokensPerMinute: z.int().min(1).max(1_000_000_000).nullable().default(null),
  spend: z
    .array(
      z.object({ period: z.enum(spendPeriodNames), limitUsd: usd.describe("A decimal; 0 allows nothing") }),
    )
    .max(spendPeriodNames.length)
    .refine((all) => new Set(all.map(({ period }) => period)).size === all.length, "One limit per period")
    .default([])
    .describe("Calendar days, weeks (from Monday) and months, in UTC"),
  unpriced: z
    .enum(unpricedPolicies)
    .default("allow")
    .describe("Models without a known price: no spend limit counts them. refuse answers 403 price_unknown"),
});

const allowedRoutes = z
  .array(z.uuid())
  .min(1, "Choose at least one route, or allow all")
  .max(500)
  .transform((all) => [...new Set(all)])
  .nullable()
  .describe("Ids of routes; null allows all, also those to come");
const expiresAt = z.iso.datetime({ offset: true }).nullable().describe("null never expires");
const whenRedisIsAway = z
  .enum(redisPolicies)
  .describe("While limits cannot be counted: closed refuses calls, open counts in each gateway alone");

export const createInput = z.object({
  name,
  teamId: z.uuid().nullable().default(null),
  allowedRoutes: allowedRoutes.default(null),
  limits: limits.default(noLimits),
  whenRedisIsAway: whenRedisIsAway.default("closed"),
  expiresAt: expiresAt.default(null),
});
export const updateInput = idInput.extend({
  name: name.optional(),
  teamId: z.uuid().nullable().optional(),
  allowedRoutes: allowedRoutes.optional(),
  limits: limits.optional(),
  whenRedisIsAway: whenRedisIsAway.optional(),
  revision: z.int().optional().describe("The revision you looked at: conflict when there is a newer one"),
});
export const listInput = z.object({
  ...pageInput,
  search: z.string().trim().max(100).optional(),
  teamId: z.uuid().optional(),
  state: z.enum(["active", "ended"]).optional().describe("ended is revoked or expired"),
});
export const rotateInput = idInput.extend({
  graceMinutes: z.coerce
    .number()
    .int()
    .min(0)
    .max(7 * 24 * 60)
    .default(60)
    .describe("How long the old key goes on working; 0 ends it at once. Both count as one"),
});

/** What was spent in the period that is under way; null while the counters cannot be read. */
export const spent = z.array(
  z.object({
    period: z.enum(spendPeriodNames),
    spentUsd: z.string().nullable(),
    limitUsd: z.string().nullable(),
    from: isoTime,
    resetsAt: isoTime,
  }),
);
export type Spent = z.output<typeof spent>;

export const virtualKey = z.object({
  id: z.uuid(),
  name: z.string(),
  keyId: z.uuid().describe("Of the API key that callers use now"),
  prefix: z.string(),
  team: z.object({ id: z.uuid(), name: z.string() }).nullable(),
  allowedRoutes: z.array(z.object({ id: z.uuid(), name: z.string() })).nullable(),
  limits,
  spend: spent,
  whenRedisIsAway: z.enum(redisPolicies),
  lastUsedAt: isoTimeOrNull,
  expiresAt: isoTimeOrNull,
  revokedAt: isoTimeOrNull,
  revision: z.int(),
  createdById: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type VirtualKey = z.output<typeof virtualKey>;
export const virtualKeyPage = pageOf(virtualKey);
export const newVirtualKey = virtualKey.extend({
  key: z.string().describe("The key itself. It is shown this once and cannot be read again."),
});
export type NewVirtualKey = z.output<typeof newVirtualKey>;

export const createTeamInput = z.object({
  name,
  limits: limits.default(noLimits),
});
export const updateTeamInput = idInput.extend({ name: name.optional(), limits: limits.optional() });
export const listTeamsInput = z.object({ ...pageInput, search: z.string().trim().max(100).optional() });
export const team = z.object({
  id: z.uuid(),
  name: z.string(),
  limits,
  spend: spent,
  keys: z.int().describe("Virtual keys that belong to it and work"),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Team = z.output<typeof team>;
export const teamPage = pageOf(team);

export const workspaceLimits = z.object({ limits, spend: spent, revision: z.int() });
export type WorkspaceLimits = z.output<typeof workspaceLimits>;
export const setWorkspaceLimitsInput = z.object({ limits });
