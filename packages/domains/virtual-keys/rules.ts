/** Words of virtual keys. No zod: also for a browser. */
export const spendPeriodNames = ["day", "week", "month"] as const;
export type SpendPeriodName = (typeof spendPeriodNames)[number];

/** What happens to a key's calls while nobody can count: `closed` refuses them, `open` counts in each gateway alone. */
export const redisPolicies = ["closed", "open"] as const;
export type RedisPolicy = (typeof redisPolicies)[number];

/** What happens to calls whose cost nobody can know, since their model has no price: no spend limit counts them. */
export const unpricedPolicies = ["allow", "refuse"] as const;
export type UnpricedPolicy = (typeof unpricedPolicies)[number];

export type Limits = {
  requestsPerMinute: number | null;
  tokensPerMinute: number | null;
  /** At most one per period. */
  spend: { period: SpendPeriodName; limitUsd: string }[];
  unpriced: UnpricedPolicy;
};

export const noLimits: Limits = {
  requestsPerMinute: null,
  tokensPerMinute: null,
  spend: [],
  unpriced: "allow",
};

export type VirtualKeyState = "active" | "expired" | "revoked";

export function virtualKeyState(
  { revokedAt, expiresAt }: { revokedAt: Date | string | null; expiresAt: Date | string | null },
  now: Date,
): VirtualKeyState {
  if (revokedAt !== null) return "revoked";
  return expiresAt !== null && new Date(expiresAt) <= now ? "expired" : "active";
}

/** Why a button on a virtual key is disabled, or null when it is not. */
export function blockedBecause(state: VirtualKeyState): string | null {
  if (state === "revoked") return "This key was revoked";
  if (state === "expired") return "This key has expired";
  return null;
}

/** `60 requests a minute, 5 USD a day` */
export function limitsInWords({ requestsPerMinute, tokensPerMinute, spend, unpriced }: Limits): string {
  const parts = [
    ...(requestsPerMinute === null ? [] : [`${requestsPerMinute} requests a minute`]),
    ...(tokensPerMinute === null ? [] : [`${tokensPerMinute} tokens a minute`]),
    ...spend.map(({ period, limitUsd }) => `${limitUsd} USD a ${period}`),
    ...(unpriced === "refuse" ? ["only models with a price"] : []),
  ];
  return parts.length === 0 ? "no limits" : parts.join(", ");
}
