import { z } from "zod";
import { defineEvent } from "../events.ts";

/** Emitted in the new workspace itself: what every workspace starts with subscribes to this. */
export const workspaceCreated = defineEvent(
  "workspaces.created",
  z.object({ workspaceId: z.uuid(), operator: z.boolean() }),
);
