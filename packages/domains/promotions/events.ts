import { z } from "zod";
import { defineEvent } from "../events.ts";

const payload = z.object({
  promotionId: z.uuid(),
  modelId: z.uuid(),
  name: z.string().describe("Of the model"),
  alias: z.string(),
  version: z.int().nullable(),
  fromVersion: z.int().nullable(),
  by: z.string(),
});

export const promotionRequested = defineEvent("promotions.requested", payload);
/** Approved, rejected, cancelled, expired, or done without an approval. */
export const promotionDecided = defineEvent(
  "promotions.decided",
  payload.extend({ state: z.string(), note: z.string() }),
);
