import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { inWindow } from "./scope.ts";

export type ShadowSummary = z.output<typeof row>;

const row = z.object({
  variant: z.string(),
  model: z.string(),
  modelVersion: z.string(),
  compared: z.coerce.number(),
  differing: z.coerce.number(),
  meanDifference: z.number().nullable(),
  p95Difference: z.number().nullable(),
  differenceMax: z.number().nullable(),
  errors: z.coerce.number(),
});

/** Smaller differences are those of floating point. */
const sameMax = 1e-6;

/** How far shadows' answers lie from the answers. */
export async function shadowDifferences(
  telemetry: Telemetry,
  question: { workspaceId: string; deployment: string; window: Window },
): Promise<ShadowSummary[]> {
  const { workspaceId, deployment, window } = question;
  return telemetry.query({
    name: "predictions.shadows",
    sql: `SELECT variant, model, model_version AS modelVersion, countIf(NOT isNaN(difference)) AS compared,
            countIf(difference > ${sameMax}) AS differing,
            avgOrNullIf(difference, NOT isNaN(difference)) AS meanDifference,
            quantileOrNullIf(0.95)(difference, NOT isNaN(difference)) AS p95Difference,
            maxOrNullIf(difference, NOT isNaN(difference)) AS differenceMax,
            countIf(error_code != '') AS errors
          FROM predictions WHERE ${inWindow} AND role = 'shadow'
          GROUP BY variant, model, modelVersion ORDER BY compared DESC LIMIT 100`,
    params: { deployment },
    row,
    workspaceId,
    window,
  });
}
