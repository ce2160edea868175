import { z } from "zod";
import { defineEvent } from "../events.ts";

/** Made, edited, ended, or its time has come: look at what it matches again. */
export const silenceChanged = defineEvent("silences.changed", z.object({ silenceId: z.uuid() }));
