import { z } from "zod";
import { defineEvent } from "../events.ts";

const payload = z.object({ alertId: z.uuid() });

export const alertOpened = defineEvent("alerts.opened", payload);
export const alertWorsened = defineEvent("alerts.worsened", payload);
export const alertResolved = defineEvent("alerts.resolved", payload);
