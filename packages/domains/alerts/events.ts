import { z } from "zod";
import { defineEvent } from "../events.ts";

const payload = z.object({ alertId: z.uuid() });
/** Many at once, so that what reacts can treat a storm as one. */
const together = z.object({ alertIds: z.array(z.uuid()).min(1).max(500) });

export const alertOpened = defineEvent("alerts.opened", payload);
export const alertWorsened = defineEvent("alerts.worsened", payload);
export const alertResolved = defineEvent("alerts.resolved", payload);
/** Opened, or open again: by another system. */
export const alertsOpened = defineEvent("alerts.opened-together", together);
export const alertsResolved = defineEvent("alerts.resolved-together", together);
/** Still open when the last silence on them ended. */
export const alertsUnsilenced = defineEvent("alerts.unsilenced", together);
