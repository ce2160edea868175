/** Words of services that screens need without the validator. */

export const healthStates = ["failing", "degraded", "healthy", "quiet"] as const;
/** quiet: nothing was asked of it in the range. */
export type HealthState = (typeof healthStates)[number];

export const tiers = [1, 2, 3, 4] as const;
export const tierMeanings: Record<number, string> = {
  1: "the business stops without it",
  2: "customers notice at once",
  3: "customers notice after a while",
  4: "nobody notices soon",
};

export const nodeKinds = ["service", "database", "queue", "external"] as const;
export type NodeKind = (typeof nodeKinds)[number];
