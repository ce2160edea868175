import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { inWindow } from "./scope.ts";

/** The main output of stored answers of one variant: numbers as they are, labels counted. */
export type VariantAnswers = {
  role: string;
  variant: string;
  modelVersion: string;
  outputName: string;
  numbers: number[];
  labels: Map<string, number>;
};

/** Of one variant; the newest. */
const answersMax = 5_000;
const labelCharsMax = 200;

/** Answers that did not fail, the newest of each variant. Which are stored is chance, so a sample of them is one too. */
export async function recentAnswers(
  telemetry: Telemetry,
  question: {
    workspaceId: string;
    deployment: string;
    window: Window;
    /** Only of these. */
    variants?: readonly string[];
    max?: number;
  },
): Promise<VariantAnswers[]> {
  const { workspaceId, deployment, window, variants, max = answersMax } = question;
  const rows = await telemetry.query({
    name: "predictions.answers",
    sql: `SELECT role, variant, modelVersion, any(name) AS outputName, groupArrayIf(number, isNumber) AS numbers,
            groupArrayIf(label, NOT isNumber) AS labels
          FROM (
            SELECT role, variant, model_version AS modelVersion, output_name AS name,
              mapContains(output_numbers, output_name) AS isNumber, output_numbers[output_name] AS number,
              substringUTF8(output_texts[output_name], 1, ${labelCharsMax}) AS label
            FROM predictions WHERE ${inWindow} AND error_code = '' AND output_name != ''
              ${variants ? "AND variant IN {variants:Array(String)}" : ""}
            ORDER BY time DESC LIMIT {max:UInt32} BY role, variant, model_version
          ) GROUP BY role, variant, modelVersion ORDER BY role, variant`,
    params: { deployment, max, ...(variants ? { variants: [...variants] } : {}) },
    row: z.object({
      role: z.string(),
      variant: z.string(),
      modelVersion: z.string(),
      outputName: z.string(),
      numbers: z.array(z.number()),
      labels: z.array(z.string()),
    }),
    workspaceId,
    window,
  });
  return rows.map(({ labels, ...row }) => ({ ...row, labels: countLabels(labels) }));
}

function countLabels(labels: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}
