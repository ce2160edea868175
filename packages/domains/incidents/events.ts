import { z } from "zod";
import { defineEvent } from "../events.ts";

const payload = z.object({ incidentId: z.uuid() });

export const incidentOpened = defineEvent("incidents.opened", payload);
export const incidentAcknowledged = defineEvent("incidents.acknowledged", payload);
export const incidentResolved = defineEvent("incidents.resolved", payload);
export const incidentReopened = defineEvent("incidents.reopened", payload);
