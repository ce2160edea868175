import type { z } from "zod";
import type { Work } from "./work.ts";

/** A fact of one noun, `<noun>.<what happened>`. Payloads carry ids and small facts and only ever grow. */
export type EventType<Payload> = { name: string; payload: z.ZodType<Payload> };

export const defineEvent = <Payload>(name: string, payload: z.ZodType<Payload>): EventType<Payload> => ({
  name,
  payload,
});

/**
 * A reaction to another noun's event. `run` works in a transaction of its own, together with a receipt, so that
 * a repeated delivery has no second effect. It acts as Triops itself.
 */
export type Subscription = {
  /** `<noun>.<verb>` of the reaction. */
  name: string;
  event: string;
  run(work: Work, payload: unknown): Promise<void>;
};

export function subscribe<Payload>(
  event: EventType<Payload>,
  name: string,
  run: (work: Work, payload: Payload) => Promise<void>,
): Subscription {
  return { name, event: event.name, run: (work, payload) => run(work, event.payload.parse(payload)) };
}
