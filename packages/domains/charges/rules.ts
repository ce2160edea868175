/** By what charges can be told apart. No zod: also for a browser. */
export const chargeDimensions = [
  "route",
  "key",
  "team",
  "apiKey",
  "provider",
  "model",
  "promptName",
  "promptVersion",
  "user",
  "session",
  "service",
  "environment",
  "status",
] as const;
export type ChargeDimension = (typeof chargeDimensions)[number];

export const repricingStates = ["waiting", "running", "done", "failed", "cancelled"] as const;
export type RepricingState = (typeof repricingStates)[number];

export const hasEnded = (state: RepricingState): boolean => state !== "waiting" && state !== "running";
