import { z } from "zod";
import { defineEvent } from "../events.ts";

export const memberRemoved = defineEvent("members.removed", z.object({ memberId: z.uuid() }));
