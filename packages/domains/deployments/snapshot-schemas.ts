import { z } from "zod";

// The names below begin with the tag of `kernel/redis`, written out because schemas run anywhere.

/** Redis hash: deployment id → `PublishedDeployment` as JSON. Announced on `snapshotChannel` as part `deployments`. */
export const publishedDeploymentsHash = "{triops}:snapshot:deployments";
/** When the whole hash was last compared with the ledger (ISO-8601). Without it the hash is not to be believed. */
export const publishedDeploymentsAt = "{triops}:snapshot:deployments-published-at";
/** Of a snapshot message. */
export const deploymentsPart = "deployments";

export const variantRoles = ["champion", "canary", "shadow"] as const;
export const variantRole = z.enum(variantRoles);
export type VariantRole = z.infer<typeof variantRole>;

/** MLflow's model signature as an `MLmodel` file holds it: JSON texts; null where a part is missing. */
export const modelSignature = z.object({
  inputs: z.string().nullable(),
  outputs: z.string().nullable(),
  params: z.string().nullable(),
});
export type ModelSignature = z.output<typeof modelSignature>;

export const serverProtocols = ["oip", "mlflow"] as const;

export const publishedTarget = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("onnx"),
    /** Of the object store: the one `.onnx` file. */
    objectKey: z.string(),
    sizeBytes: z.int(),
    /** Of the file, hexadecimal; null when it is not known. */
    sha256: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("server"),
    protocol: z.enum(serverProtocols),
    /** The server's root; the protocol's paths are appended. */
    url: z.string(),
    /** Its name of the model, for `v2/models/{model}/infer`; null takes the variant's `modelName`. */
    remoteModel: z.string().nullable(),
    /** A JSON object of headers, sealed with `sealedTo(variant id)`; null when there are none. */
    headersSealed: z.string().nullable(),
  }),
]);
export type PublishedTarget = z.output<typeof publishedTarget>;

/** What a variant's headers are bound to: `open(secretKey, workspaceId, sealedTo(variant.id), headersSealed)`. */
export const sealedTo = (variantId: string): string => `deployment-variant:${variantId}`;

export const publishedVariant = z.object({
  /** Stays the same while the variant serves the same model from the same place. */
  id: z.uuid(),
  role: variantRole,
  /**
   * Per cent. Of champion and canaries together 100: the share of requests they answer. Of a shadow: the share of
   * requests that are copied to it.
   */
  weight: z.number().min(0).max(100),
  modelName: z.string(),
  /** Version number as text; empty for a model that has none. */
  modelVersion: z.string(),
  target: publishedTarget,
  signature: modelSignature.nullable(),
  timeoutMs: z.int(),
});
export type PublishedVariant = z.output<typeof publishedVariant>;

export const publishedLogging = z.object({
  /** Share of answered requests that are stored, 0 to 1. Requests that failed are always stored. */
  sampleRate: z.number().min(0).max(1),
  /** Columns of the input whose values are replaced before anything is stored. */
  maskColumns: z.array(z.string()),
  retentionDays: z.int(),
});

/** What the gateway holds of one deployment: everything it needs to answer without asking a database. Only grows. */
export const publishedDeployment = z.object({
  workspaceId: z.uuid(),
  id: z.uuid(),
  /** In the path of requests; one per workspace. */
  name: z.string(),
  /** False: requests get 503, and the reason is that somebody switched it off. */
  enabled: z.boolean(),
  /** Requests with the same value in this header go to the same variant; without the header, by chance. */
  sticky: z.object({ header: z.string().nullable() }),
  /** Whether a request that a canary failed on is answered by the champion; the canary's error is noted all the same. */
  fallback: z.boolean(),
  /** Champion first, then canaries by their id, then shadows: `variantAt` relies on it. */
  variants: z.array(publishedVariant),
  logging: publishedLogging,
  /** Grows with every change of the deployment. */
  revision: z.int(),
});
export type PublishedDeployment = z.output<typeof publishedDeployment>;
