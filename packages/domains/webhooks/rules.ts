/** Events that MLflow's own clients know, `ENTITY.ACTION`. */
export const mlflowEvents = [
  "REGISTERED_MODEL.CREATED",
  "MODEL_VERSION.CREATED",
  "MODEL_VERSION_TAG.SET",
  "MODEL_VERSION_TAG.DELETED",
  "MODEL_VERSION_ALIAS.CREATED",
  "MODEL_VERSION_ALIAS.DELETED",
] as const;
/** Ours beside them; MLflow's API does not show them, since its clients refuse names they do not know. */
export const ownEvents = [
  "MODEL_VERSION_ALIAS.MOVED",
  "MODEL_VERSION_STAGE.MOVED",
  "PROMOTION.REQUESTED",
  "PROMOTION.DECIDED",
] as const;
export const webhookEvents = [...mlflowEvents, ...ownEvents] as const;
export type WebhookEvent = (typeof webhookEvents)[number];
/** Events that MLflow sends for prompts and budgets: a subscription is kept, nothing of the registry raises them. */
export const foreignEvents = [
  "PROMPT.CREATED",
  "PROMPT_VERSION.CREATED",
  "PROMPT_TAG.SET",
  "PROMPT_TAG.DELETED",
  "PROMPT_VERSION_TAG.SET",
  "PROMPT_VERSION_TAG.DELETED",
  "PROMPT_ALIAS.CREATED",
  "PROMPT_ALIAS.DELETED",
  "BUDGET_POLICY.EXCEEDED",
] as const;

export const deliveryStates = ["pending", "delivered", "failed"] as const;

/** One try and three more, after 1, 2 and 4 s, as MLflow does. */
export const triesMax = 4;
const waitMsMax = 60_000;

/** What is worth another try: the other side was busy or broken, or there was no answer. */
export const isTransient = (status: number | null): boolean =>
  status === null || [429, 500, 502, 503, 504].includes(status);

/** The wait before the next try; a Retry-After of the other side counts when it is longer, up to a minute. */
export function waitMs(tries: number, retryAfterSeconds: number | null): number {
  const own = 1_000 * 2 ** Math.max(0, tries - 1);
  return Math.min(waitMsMax, Math.max(own, (retryAfterSeconds ?? 0) * 1_000));
}
