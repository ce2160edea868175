import type { Prisma } from "@triops/database/client";
import { z } from "zod";
import { modelSignature, serverProtocols, variantRole } from "./snapshot-schemas.ts";

/** What a variant is asked through, as the ledger holds it. */
export const storedTarget = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("onnx"),
    objectKey: z.string(),
    sizeBytes: z.int(),
    artifact: z.string().nullable(),
  }),
  z.object({
    kind: z.literal("server"),
    protocol: z.enum(serverProtocols),
    url: z.string(),
    remoteModel: z.string().nullable(),
  }),
]);

/** A variant in rows and in revisions. */
export const storedVariant = z.object({
  id: z.uuid(),
  role: variantRole,
  weight: z.number(),
  modelName: z.string(),
  modelVersion: z.string(),
  alias: z.string().nullable(),
  target: storedTarget,
  headersSealed: z.string().nullable(),
  signature: modelSignature.nullable(),
  timeoutMs: z.int(),
});
export type StoredVariant = z.output<typeof storedVariant>;
export const storedVariants = z.array(storedVariant);

export type VariantRow = Prisma.DeploymentVariantGetPayload<object>;

export const variantOfRow = (row: VariantRow): StoredVariant => storedVariant.parse(row);

/** As it leaves: without what is sealed. */
export function shownVariant({ target, headersSealed, modelName, modelVersion, ...rest }: StoredVariant) {
  const serve = target.kind === "server" ? { ...target, hasHeaders: headersSealed !== null } : target;
  return { ...rest, model: modelName, version: modelVersion, serve };
}
