import { z } from "zod";
import { providerDialects, providerKinds } from "./rules.ts";

// The names below begin with the tag of `kernel/redis`, written out because schemas run anywhere.

/** Redis hash: provider id → `PublishedProvider` as JSON. Announced on `snapshotChannel` as part `llm-providers`. */
export const publishedProvidersHash = "{triops}:snapshot:llm-providers";
/** When the whole hash was last compared with the ledger (ISO-8601). Without it the hash is not to be believed. */
export const publishedProvidersAt = "{triops}:snapshot:llm-providers-published-at";
/** Of a snapshot message. */
export const providersPart = "llm-providers";

/** What credential and headers are bound to: `open(secretKey, workspaceId, sealedToProvider(id), …)`. */
export const sealedToProvider = (providerId: string): string => `llm-provider:${providerId}`;

/** What the gateway holds of one provider. Only grows. */
export const publishedProvider = z.object({
  workspaceId: z.uuid(),
  id: z.uuid(),
  name: z.string(),
  kind: z.enum(providerKinds),
  dialect: z.enum(providerDialects),
  /** Without a slash at the end; the protocol's paths are appended (Anthropic's begin with `/v1`, OpenAI's do not). */
  baseUrl: z.string(),
  /** Its name in the price table; null goes by the model's name. */
  priceProvider: z.string().nullable(),
  /** The key as text, sealed; null: it takes none. */
  credentialSealed: z.string().nullable(),
  /** A JSON object of headers to add, sealed; null when there are none. */
  headersSealed: z.string().nullable(),
  azure: z.object({ apiVersion: z.string() }).nullable(),
  /** False: its targets are passed over. */
  enabled: z.boolean(),
  /** Grows with every change. */
  revision: z.int(),
});
export type PublishedProvider = z.output<typeof publishedProvider>;
