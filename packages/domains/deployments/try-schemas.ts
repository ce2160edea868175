import { z } from "zod";
import { idInput } from "../paging.ts";

/**
 * One request that a person tries on a screen, asked of the gateway as any caller's: POST with `Authorization:
 * Bearer keyedHash(secretKey, "gateway-internal", tryPath)`. Always 200; what the caller would get is inside.
 */
export const tryPath = "/internal/try";

/** It travels in an address. */
export const bodyCharsMax = 8_000;

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

export const tryInput = idInput.extend({
  body: z
    .string()
    .max(bodyCharsMax, "Too large to try here: send it with a key")
    .refine(isJson, "Not JSON")
    .describe("As for MLflow's /invocations: JSON text"),
});

export const tryRequest = z.object({
  workspaceId: z.uuid(),
  deployment: z.string(),
  body: z.string(),
  user: z.string(),
});
export type TryRequest = z.output<typeof tryRequest>;

export const tryAnswer = z.object({
  status: z.int().describe("What a caller would get"),
  body: z.unknown(),
  role: z.string().nullable().describe("Of the variant that answered"),
  version: z.string().nullable(),
  requestId: z.string(),
  latencyMs: z.number(),
});
export type TryAnswer = z.output<typeof tryAnswer>;
