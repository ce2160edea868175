import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";
import { deliveryStates, foreignEvents, webhookEvents } from "./rules.ts";

export const webhookEvent = z.enum([...webhookEvents, ...foreignEvents]);
export const webhookStatus = z.enum(["ACTIVE", "DISABLED"]);

/** MLflow's rule: 1-63 letters, digits, dots, underscores, dashes; begins and ends with a letter or digit. */
const name = z
  .string()
  .min(1, "Give it a name")
  .max(63)
  .regex(
    /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/,
    "Letters, digits, . _ -; ends with a letter or digit",
  );
const url = z
  .string()
  .trim()
  .max(500)
  .refine((text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol), "An https address");
const events = z
  .array(webhookEvent)
  .min(1, "Choose at least one event")
  .max(40)
  .transform((list) => [...new Set(list)]);
const secret = z.string().min(1).max(1_000).describe("Signs every message. Never shown again");
const description = z
  .string()
  .max(1_000)
  .refine((given) => !given.includes("\u0000") && given.isWellFormed(), "Not text: broken characters");

export const createInput = z.object({
  name,
  url,
  events,
  description: description.default(""),
  secret: secret.nullable().default(null),
  status: webhookStatus.default("ACTIVE"),
});
export const updateInput = idInput.extend({
  name: name.optional(),
  url: url.optional(),
  events: events.optional(),
  description: description.optional(),
  secret: secret.nullable().optional().describe("Null takes it away"),
  status: webhookStatus.optional(),
});
export const testInput = idInput.extend({ event: webhookEvent.optional() });

export const webhook = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  url: z.string(),
  events: z.array(z.string()),
  hasSecret: z.boolean(),
  status: webhookStatus,
  createdByName: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Webhook = z.output<typeof webhook>;
export const listInput = z.object({ ...pageInput });
export const webhookPage = pageOf(webhook);

/** One try of a delivery. */
export const attempt = z.object({
  at: isoTime,
  durationMs: z.number(),
  status: z.int().nullable().describe("HTTP status of the answer; null when there was none"),
  error: z.string().nullable(),
  reply: z.string().nullable().describe("The beginning of what the other side said"),
});
export type Attempt = z.output<typeof attempt>;

export const delivery = z.object({
  id: z.uuid(),
  webhookId: z.uuid(),
  event: z.string(),
  kind: z.enum(["event", "test", "replay"]),
  state: z.enum(deliveryStates),
  attempts: z.array(attempt),
  body: z.string().describe("As it was signed and sent"),
  replayOf: z.uuid().nullable(),
  createdAt: isoTime,
  finishedAt: isoTimeOrNull,
});
export type Delivery = z.output<typeof delivery>;
export const deliveryListInput = idInput.extend({
  ...pageInput,
  state: z.enum(deliveryStates).optional(),
  event: z.string().max(60).optional(),
});
export const deliveryPage = pageOf(delivery);
export const replayInput = idInput.describe("A delivery's id");
export const testResult = z.object({
  success: z.boolean(),
  status: z.int().nullable(),
  reply: z.string().nullable(),
  error: z.string().nullable(),
  deliveryId: z.uuid(),
});
export type TestResult = z.output<typeof testResult>;
