import { z } from "zod";
import { defineEvent } from "../events.ts";

/** A label of a prompt points somewhere else. */
export const promptLabelMoved = defineEvent(
  "prompts.label-moved",
  z.object({
    promptId: z.uuid(),
    name: z.string(),
    label: z.string(),
    fromVersion: z.int().nullable(),
    toVersion: z.int().nullable(),
    labelRequestId: z.uuid().nullable(),
  }),
);
