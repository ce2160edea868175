import { z } from "zod";
import { defineEvent } from "../events.ts";

/** A person took the routing back from a rollout: it is over. */
export const deploymentTaken = defineEvent(
  "deployments.taken",
  z.object({ deploymentId: z.uuid(), rolloutId: z.uuid(), byName: z.string() }),
);
