import { defineEvent, type EventType } from "./event-type.ts";
import type { Work } from "./work.ts";

export type { EventType };
export { defineEvent };

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
