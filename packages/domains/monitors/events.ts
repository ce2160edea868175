import { z } from "zod";
import { defineEvent } from "../events.ts";
import { severity } from "../severity-schema.ts";

/** A series of a monitor left what is allowed (or what is expected of it). `at` is the instant of the signal. */
export const monitorBreached = defineEvent(
  "monitors.breached",
  z.object({
    monitorId: z.uuid(),
    seriesKey: z.string(),
    title: z.string(),
    /** The monitor's own; absent in events from before it was told. */
    name: z.string().optional(),
    severity,
    labels: z.record(z.string(), z.string()),
    value: z.number().nullable(),
    evidence: z.record(z.string(), z.unknown()),
    at: z.iso.datetime(),
  }),
);

export const monitorRecovered = defineEvent(
  "monitors.recovered",
  z.object({ monitorId: z.uuid(), seriesKey: z.string(), at: z.iso.datetime(), reason: z.string() }),
);

/** Deleted, paused or changed so that its earlier claims no longer stand. */
export const monitorDeleted = defineEvent(
  "monitors.deleted",
  z.object({ monitorId: z.uuid(), reason: z.string() }),
);
