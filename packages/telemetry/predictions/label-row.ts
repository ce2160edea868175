import type { RowWriter } from "../client/row-binary.ts";

export const labelsTable = "prediction_labels";
export const labelColumns = [
  "workspace_id",
  "deployment",
  "prediction_id",
  "time",
  "received_at",
  "number",
  "text",
  "retention_days",
] as const;

/** What turned out to be true of a prediction. */
export type LabelRow = {
  deployment: string;
  predictionId: string;
  timeMs: number;
  /** Of several labels of one prediction the one received last counts. */
  receivedAtMs: number;
  value: number | string;
};

export function writeLabel(writer: RowWriter, workspace: Buffer, row: LabelRow, retentionDays: number): void {
  writer.raw(workspace);
  writer.text(row.deployment);
  writer.text(row.predictionId);
  writer.i64Number(row.timeMs);
  writer.i64Number(row.receivedAtMs);
  writer.f64(typeof row.value === "number" ? row.value : Number.NaN);
  writer.text(typeof row.value === "number" ? "" : row.value);
  writer.u16(retentionDays);
  writer.endRow();
}
