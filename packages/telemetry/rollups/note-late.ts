import type { RowWriter } from "../client/row-binary.ts";

export const lateTable = "metric_rollup_late";
export const lateColumns = ["workspace_id", "hour", "noted_at"] as const;

/**
 * Notes an hour of a workspace that received samples after it may have been rolled up. Store the note after the
 * samples and before they are acknowledged.
 */
export function writeLateHour(writer: RowWriter, workspace: Buffer, hourMs: number, notedAtMs: number): void {
  writer.raw(workspace);
  writer.u32(hourMs / 1_000);
  writer.i64Number(notedAtMs);
  writer.endRow();
}
