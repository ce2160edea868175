import { z } from "zod";
import { labels } from "./schemas.ts";

const instant = z.iso.datetime();

/** What another system claims; the gateway has read it with `telemetry/alertmanager`. */
export const outsideAlert = z.object({
  labels,
  annotations: labels,
  startsAt: instant,
  endsAt: instant.nullable(),
  generatorUrl: z.string().nullable(),
  resolved: z.boolean(),
});
export type OutsideClaim = z.output<typeof outsideAlert>;

/** One entry of the intake: a request, or a part of a large one. */
export const alertsBody = z.object({
  /** prometheus: sent to the alerts API; alertmanager: sent to the webhook. */
  source: z.enum(["prometheus", "alertmanager"]),
  group: z
    .object({
      groupKey: z.string().nullable(),
      receiver: z.string().nullable(),
      externalUrl: z.string().nullable(),
      truncatedAlerts: z.int(),
      groupLabels: labels,
    })
    .nullable(),
  alerts: z.array(outsideAlert),
});
export type AlertsBody = z.output<typeof alertsBody>;
