import { z } from "zod";
import { defineEvent } from "../events.ts";

const payload = z.object({
  labelRequestId: z.uuid(),
  promptId: z.uuid(),
  name: z.string().describe("Of the prompt"),
  label: z.string(),
  version: z.int().nullable(),
  fromVersion: z.int().nullable(),
  by: z.string(),
});

export const labelRequested = defineEvent("label-requests.requested", payload);
/** Approved, rejected, cancelled, expired, or done without an approval. */
export const labelRequestDecided = defineEvent(
  "label-requests.decided",
  payload.extend({ state: z.string(), note: z.string() }),
);
