import { z } from "zod";
import { redisPolicies, spendPeriodNames, unpricedPolicies } from "./rules.ts";

// The names below begin with the tag of `kernel/redis`, written out because schemas run anywhere.

/** Redis hash: workspace id → `PublishedLimits` as JSON. Announced on `snapshotChannel` as part `llm-limits`. */
export const publishedLimitsHash = "{triops}:snapshot:llm-limits";
/** When the whole hash was last compared with the ledger (ISO-8601). Without it the hash is not to be believed. */
export const publishedLimitsAt = "{triops}:snapshot:llm-limits-published-at";
/** Of a snapshot message. */
export const limitsPart = "llm-limits";

export const publishedLimit = z.object({
  requestsPerMinute: z.int().nullable(),
  tokensPerMinute: z.int().nullable(),
  /** At most one per period; decimals in USD. */
  spend: z.array(z.object({ period: z.enum(spendPeriodNames), limitUsd: z.string() })),
  unpriced: z.enum(unpricedPolicies).default("allow"),
});

/** What binds the model calls of one workspace. A workspace without an entry has no limits. Only grows. */
export const publishedLimits = z.object({
  workspaceId: z.uuid(),
  /** Of all calls of the workspace, whichever key they come with. */
  limits: publishedLimit,
  teams: z.array(z.object({ id: z.uuid(), name: z.string(), limits: publishedLimit })),
  /** API keys that are virtual keys. For a while after a rotation two of them have the same `id`. */
  keys: z.array(
    z.object({
      /** Of the API key that calls come with. */
      keyId: z.uuid(),
      /** Of the virtual key: it outlives rotations, so that what it spent is counted under this. */
      id: z.uuid(),
      name: z.string(),
      teamId: z.uuid().nullable(),
      /** Ids of routes; null allows all, also those to come. */
      allowedRoutes: z.array(z.uuid()).nullable(),
      limits: publishedLimit,
      whenRedisIsAway: z.enum(redisPolicies),
    }),
  ),
  /** Grows with every change of a limit, team or virtual key of the workspace. */
  revision: z.int(),
});
export type PublishedLimits = z.output<typeof publishedLimits>;
