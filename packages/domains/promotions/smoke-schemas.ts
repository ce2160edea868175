import { z } from "zod";

/**
 * The trial inference that a promotion asks the gateway for: POST with `Authorization: Bearer
 * keyedHash(secretKey, "gateway-internal", smokePath)`. Always 200 with a verdict when the runner is there.
 */
export const smokePath = "/internal/smoke";

export const smokeRequest = z.object({
  workspaceId: z.uuid(),
  modelName: z.string(),
  modelVersion: z.int(),
  /** Where the version's files are in the object store, ending in "/". */
  prefix: z.string(),
  /** JSON texts as in an `MLmodel` file. */
  signature: z.object({
    inputs: z.string().nullable(),
    outputs: z.string().nullable(),
    params: z.string().nullable(),
  }),
  /** As it was logged: a table (`{columns, data}`), records, or a tensor. */
  inputExample: z.unknown(),
});
export type SmokeRequest = z.output<typeof smokeRequest>;

export const smokeAnswer = z.object({
  state: z.enum(["passed", "failed", "not_run"]),
  /** One sentence: what came out, or why not. */
  detail: z.string().max(2_000),
  /** For example latencyMs and the beginning of the output. */
  evidence: z.record(z.string(), z.unknown()).default({}),
});
export type SmokeAnswer = z.output<typeof smokeAnswer>;
