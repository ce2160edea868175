import { z } from "zod";
import { idInput, isoTime, pageInput, pageOf } from "../paging.ts";
import { nameList } from "../query-text.ts";
import { providerDialects, providerKinds } from "./rules.ts";

export * from "./health-keys.ts";

/** Each is held in memory by every gateway. */
export const providersMax = 200;

const kind = z.enum(providerKinds);
const keepable = (given: string) => !given.includes("\u0000") && given.isWellFormed();
const name = z
  .string()
  .trim()
  .min(1, "Give it a name")
  .max(100)
  .refine(keepable, "Not text: broken characters");
const baseUrl = z
  .string()
  .trim()
  .max(500)
  .refine(
    (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
    "An http or https address",
  )
  .refine((text) => {
    const url = URL.parse(text);
    return !url || (url.search === "" && url.hash === "" && url.username === "" && url.password === "");
  }, "An address without credentials, question mark or #")
  .transform((text) => text.replace(/\/+$/, ""));
const credential = z
  .string()
  .trim()
  .min(1)
  .max(4_000)
  // It becomes the value of a header.
  .regex(/^[\x21-\x7e]+$/, "A key has no spaces or letters beyond ASCII")
  .describe("The provider's key. Sealed, never shown again");
/** What the connection or the protocol decides, or what would stand beside the credential. */
const headersKept =
  /^(host|connection|content-length|content-type|transfer-encoding|upgrade|te|trailer|keep-alive|proxy-.*|accept-encoding|cookie)$/i;
const headers = z
  .record(
    z
      .string()
      .regex(/^[A-Za-z0-9-]{1,100}$/, "A header's name")
      .refine((header) => !headersKept.test(header), "This header is not for you to set"),
    z
      .string()
      .max(2_000)
      .regex(/^[\x20-\x7e]*$/, "Printable ASCII only"),
  )
  .refine((all) => Object.keys(all).length <= 20, "At most 20 headers")
  .describe("Sent with every call, such as an organisation's id. Sealed, never shown again");
const apiVersion = z
  .string()
  .regex(/^[0-9A-Za-z.-]{1,40}$/, "Such as 2024-10-21, or preview")
  .describe("Azure's api-version");
const priceProvider = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[a-z0-9][a-z0-9._-]{0,59}$/, "Such as openai or anthropic");
const test = z
  .enum(["require", "note", "skip"])
  .default("require")
  .describe(
    "A cheap call before it is saved. require: saved only when it succeeds; note: saved all the same; skip: no call",
  );

export const createInput = z.object({
  name,
  kind,
  dialect: z
    .enum(providerDialects)
    .optional()
    .describe("The wire format; only of a demonstration provider it can be chosen"),
  baseUrl: baseUrl.optional().describe("The kind's usual address unless given"),
  credential: credential.nullable().default(null),
  headers: headers.default({}),
  apiVersion: apiVersion.optional(),
  priceProvider: priceProvider
    .nullable()
    .optional()
    .describe("Its name in the price table; null goes by the model's name; the kind's own unless given"),
  test,
});
export const updateInput = idInput.extend({
  name: name.optional(),
  baseUrl: baseUrl.optional().describe("Another address needs the credential and headers given again"),
  credential: credential.nullable().optional().describe("Replaces the one there is; null takes it away"),
  headers: headers.optional().describe("Replace all there are"),
  apiVersion: apiVersion.optional(),
  priceProvider: priceProvider.nullable().optional(),
  revision: z.int().optional().describe("The revision you looked at: conflict when there is a newer one"),
  test,
});
export const listInput = z.object({
  ...pageInput,
  search: z.string().trim().max(100).optional(),
  kind: kind.optional(),
});
export const healthInput = z.object({ ids: nameList(providersMax).describe("Providers' ids, with commas") });

/** What a cheap call came to, in words. */
export const testResult = z.object({
  at: isoTime,
  ok: z.boolean(),
  /** For people: what worked, or what did not and why. */
  message: z.string(),
  /** HTTP status; null when there was no answer. */
  status: z.int().nullable(),
  latencyMs: z.number(),
  /** How many models it offers; null when it does not list them. */
  models: z.int().nullable(),
});
export type TestResult = z.output<typeof testResult>;

export const provider = z.object({
  id: z.uuid(),
  name: z.string(),
  kind,
  dialect: z.enum(providerDialects),
  baseUrl: z.string(),
  apiVersion: z.string().nullable(),
  priceProvider: z.string().nullable(),
  hasCredential: z.boolean(),
  credentialEnding: z.string().nullable().describe("Its last four characters, to recognise it by"),
  headerNames: z.array(z.string()),
  enabled: z.boolean(),
  revision: z.int(),
  lastTest: testResult.nullable(),
  routes: z.array(z.object({ id: z.uuid(), name: z.string() })).describe("Routes that send calls to it"),
  createdById: z.string(),
  createdAt: isoTime,
  updatedAt: isoTime,
});
export type Provider = z.output<typeof provider>;
export const providerPage = pageOf(provider);

export const offeredModels = z.object({
  /** Sorted by name. */
  data: z.array(z.object({ id: z.string() })),
  /** Why there are none, when there are none. */
  reason: z.string().nullable(),
});
export type OfferedModels = z.output<typeof offeredModels>;

export const healthStates = ["ok", "failing", "idle"] as const;
export const health = z.object({
  /** Minutes that the figures are of. */
  minutes: z.int(),
  data: z.array(
    z.object({
      id: z.uuid(),
      state: z.enum(healthStates).describe("failing: more than a tenth of its calls; idle: no calls"),
      calls: z.int(),
      failures: z.int(),
      /** By class of error. */
      errors: z.record(z.string(), z.int()),
      latencyMsMean: z.number().nullable(),
    }),
  ),
});
export type ProviderHealth = z.output<typeof health>;
