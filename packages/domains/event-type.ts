import type { z } from "zod";

/** A fact of one noun, `<noun>.<what happened>`. Payloads carry ids and small facts and only ever grow. */
export type EventType<Payload> = { name: string; payload: z.ZodType<Payload> };

export const defineEvent = <Payload>(name: string, payload: z.ZodType<Payload>): EventType<Payload> => ({
  name,
  payload,
});
