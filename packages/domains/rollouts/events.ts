import { z } from "zod";
import { defineEvent } from "../events.ts";

const about = {
  rolloutId: z.uuid(),
  deploymentId: z.uuid(),
  deploymentName: z.string(),
  model: z.string(),
  canaryVersion: z.string(),
  championVersion: z.string(),
  at: z.iso.datetime(),
};

/** A guard tripped: the canary was taken back, or the rollout waits for a person. */
export const rolloutFailed = defineEvent(
  "rollouts.failed",
  z.object({ ...about, outcome: z.enum(["rolled_back", "paused"]), why: z.string() }),
);
/** It went on or ended well: earlier claims about the deployment no longer stand. */
export const rolloutSettled = defineEvent("rollouts.settled", z.object({ ...about, why: z.string() }));
