import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { inWindow } from "./scope.ts";
import { lineColumns, lineRow } from "./search.ts";

const detailRow = lineRow.extend({
  numbers: z.record(z.string(), z.number()),
  texts: z.record(z.string(), z.string()),
  outputNumbers: z.record(z.string(), z.number()),
  outputTexts: z.record(z.string(), z.string()),
  difference: z.number().nullable(),
  sampleRate: z.number(),
});
export type PredictionRows = z.output<typeof detailRow>;
export type Label = { value: number | string; timeMs: number; receivedAtMs: number };

const rowsMax = 50;

/** The answer and what shadows said to the same input; nothing when it is not there. */
export async function findPrediction(
  telemetry: Telemetry,
  question: { workspaceId: string; deployment: string; id: string; window: Window },
): Promise<PredictionRows[]> {
  const { workspaceId, deployment, id, window } = question;
  const rows = await telemetry.query({
    name: "predictions.find",
    sql: `SELECT ${lineColumns}, numbers, texts, output_numbers AS outputNumbers, output_texts AS outputTexts,
            if(isNaN(p.difference), NULL, toNullable(p.difference)) AS difference, sample_rate AS sampleRate
          FROM predictions AS p WHERE ${inWindow} AND prediction_id = {id:String}
          ORDER BY p.role = 'shadow', p.time LIMIT 1 BY p.role, p.variant LIMIT ${rowsMax}`,
    params: { deployment, id },
    row: detailRow,
    workspaceId,
    window,
  });
  return rows;
}

/** What turned out to be true of it, the last that was said; null while nobody said. */
export async function findLabel(
  telemetry: Telemetry,
  question: { workspaceId: string; deployment: string; id: string; now: Date },
): Promise<Label | null> {
  const { workspaceId, deployment, id, now } = question;
  const [row] = await telemetry.query({
    name: "predictions.find-label",
    sql: `SELECT if(isNaN(number), NULL, toNullable(number)) AS value, text,
            toUnixTimestamp64Milli(time) AS timeMs, toUnixTimestamp64Milli(received_at) AS receivedAtMs
          FROM prediction_labels WHERE workspace_id = {workspaceId:UUID} AND deployment = {deployment:String}
            AND prediction_id = {id:String} AND received_at >= ${fromTime} AND received_at < ${toTime}
          ORDER BY received_at DESC LIMIT 1`,
    params: { deployment, id },
    row: z.object({
      value: z.number().nullable(),
      text: z.string(),
      timeMs: z.coerce.number(),
      receivedAtMs: z.coerce.number(),
    }),
    workspaceId,
    window: { from: new Date(now.getTime() - 5 * 365 * 86_400_000), to: new Date(now.getTime() + 60_000) },
  });
  if (!row) return null;
  return { value: row.value ?? row.text, timeMs: row.timeMs, receivedAtMs: row.receivedAtMs };
}
