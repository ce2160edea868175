import type { Variant } from "@triops/domains/deployments/schemas";

/** A variant that stays as it is, but for what is given. */
export const keptVariant = (
  { id, role, weight, model, timeoutMs }: Variant,
  more: { weight?: number } = {},
) => ({
  id,
  role,
  weight: more.weight ?? weight,
  model,
  timeoutMs,
});
