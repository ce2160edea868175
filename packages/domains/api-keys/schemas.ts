import { scopes } from "@triops/kernel/context";
import { z } from "zod";
import { idInput, isoTime, isoTimeOrNull, pageInput, pageOf } from "../paging.ts";

export const scope = z.enum(scopes);

export const apiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  /** `tri_` and the eight public characters: enough to recognise a key, useless to call with. */
  prefix: z.string(),
  scopes: z.array(scope),
  createdById: z.string(),
  virtualKeyId: z.uuid().nullable().describe("The virtual key that it is; it is changed and rotated there"),
  hasWebhookSecret: z.boolean().describe("GitHub signs with a secret of its own instead of the key"),
  lastUsedAt: isoTimeOrNull.describe("Accurate to about half a minute"),
  expiresAt: isoTimeOrNull,
  revokedAt: isoTimeOrNull,
  createdAt: isoTime,
});
export type ApiKey = z.output<typeof apiKey>;

export const newApiKey = apiKey.extend({
  key: z.string().describe("The key itself. It is shown this once and cannot be read again."),
});
export type NewApiKey = z.output<typeof newApiKey>;

export const newWebhookSecret = z.object({
  id: z.uuid(),
  secret: z.string().describe("What to give GitHub as the webhook's secret. Shown this once."),
});
export type NewWebhookSecret = z.output<typeof newWebhookSecret>;

const someScopes = z
  .array(scope)
  .min(1, "Choose at least one scope")
  .transform((list) => [...new Set(list)]);

export const createInput = z.object({
  name: z.string().trim().min(1, "Give it a name").max(100),
  scopes: someScopes,
  expiresAt: z.iso.datetime({ offset: true }).nullable().default(null).describe("null never expires"),
});
export const listInput = z.object({
  ...pageInput,
  state: z.enum(["active", "ended"]).optional().describe("ended is revoked or expired"),
  search: z.string().trim().max(100).optional(),
});
export const rotateInput = idInput.extend({
  graceMinutes: z.coerce
    .number()
    .int()
    .min(0)
    .max(7 * 24 * 60)
    .default(60)
    .describe("How long the old key goes on working; 0 ends it at once"),
});
export const apiKeyPage = pageOf(apiKey);

// The names below begin with the tag of `kernel/redis`, written out because this file also runs in a browser.

/** What the gateway holds of one key: everything it needs to admit a request without asking a database. */
export const publishedKey = z.object({
  workspaceId: z.uuid(),
  keyId: z.uuid(),
  scopes: z.array(scope),
  /** ISO-8601 UTC; null never expires. */
  expiresAt: z.string().nullable(),
  retentionDays: z.int(),
  /** Sealed as in the ledger; null: webhooks are signed with the key itself. */
  webhookSecret: z.string().nullish(),
  limits: z.object({
    /** Metric series that the workspace may have at once. */
    seriesMax: z.int(),
    labelsPerSeriesMax: z.int(),
    // Of a picture that was published before there were these.
    requestsPerSecondMax: z.int().default(10_000),
    bytesPerSecondMax: z
      .int()
      .default(64 * 1024 * 1024)
      .describe("Of bodies as sent"),
    apiRequestsPerSecondMax: z.int().default(2_000),
  }),
});
export type PublishedKey = z.output<typeof publishedKey>;

/** What every workspace may send until its owner says otherwise. */
export const keyLimits: PublishedKey["limits"] = {
  seriesMax: 200_000,
  labelsPerSeriesMax: 64,
  requestsPerSecondMax: 10_000,
  bytesPerSecondMax: 64 * 1024 * 1024,
  apiRequestsPerSecondMax: 2_000,
};

const whole = (min: number, max: number, [least, most] = [`${min}`, `${max}`]) =>
  z.coerce
    .number({ error: "A whole number" })
    .int("A whole number")
    .min(min, `At least ${least}`)
    .max(max, `At most ${most}`);

/** Bounds within which an owner may set them: below the least nothing works, above the most the gateway itself would suffer. */
export const ingestLimits = z.object({
  seriesMax: whole(100, 10_000_000).describe("Metric series within a day"),
  labelsPerSeriesMax: whole(4, 256),
  requestsPerSecondMax: whole(1, 100_000).describe(
    "For each gateway process; bursts of ten seconds are let through",
  ),
  bytesPerSecondMax: whole(65_536, 1_073_741_824, ["64 KiB", "1 GiB"]).describe(
    "Of bodies as sent, for each gateway process",
  ),
  apiRequestsPerSecondMax: whole(1, 100_000).describe(
    "Of one key or member at the MLflow API; bursts of ten seconds are let through",
  ),
});

/** Redis hash: hash of the key → `PublishedKey` as JSON. Only keys that work now stand in it. */
export const publishedKeysHash = "{triops}:snapshot:keys";
/**
 * When the whole hash was last compared with the ledger (ISO-8601), at least every minute. Without it the hash is
 * not to be believed: Redis lost its data and the last good picture stands.
 */
export const publishedKeysAt = "{triops}:snapshot:keys-published-at";
/** Redis hash: key id → ISO-8601 time of its last use, written by whoever admits requests, flushed by a job. */
export const keysLastUsedHash = "{triops}:keys:last-used";

/** Channel on which every part of the gateway's picture announces that it changed. */
export const snapshotChannel = "{triops}:snapshot";
export const snapshotMessage = z.object({
  /** The hash `{triops}:snapshot:<part>` to look at again. */
  part: z.string(),
  /** The fields that changed; absent when all of it is to be read again. */
  fields: z.array(z.string()).optional(),
});
export type SnapshotMessage = z.output<typeof snapshotMessage>;
