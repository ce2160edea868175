import { z } from "zod";
import type { Runtime } from "../runtime.ts";

/** What a producer must know of the relay job; its handler stands in `jobs.ts`, which does units of work itself. */
export const relayRef = {
  name: "outbox.relay",
  payload: z.object({}) as z.ZodType<Record<string, never>>,
  attempts: 1,
  dedupe: () => "relay",
};

/** Asks for delivery now instead of at the next tick. Best effort. */
export function requestRelay(runtime: Runtime): void {
  runtime.queue.enqueue(relayRef, {}).catch((error) => {
    runtime.log.warn({ err: error }, "relay not requested; the next tick delivers");
  });
}
