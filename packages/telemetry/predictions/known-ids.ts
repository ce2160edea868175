import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry, Window } from "../client/telemetry.ts";

/** Which of these ids stand in the log already, of one deployment. At most 10,000 ids. */
export async function knownPredictionIds(
  telemetry: Telemetry,
  question: { workspaceId: string; deployment: string; ids: readonly string[]; window: Window },
): Promise<Set<string>> {
  const { workspaceId, deployment, ids, window } = question;
  if (ids.length === 0) return new Set();
  const rows = await telemetry.query({
    name: "predictions.known-ids",
    sql: `SELECT DISTINCT prediction_id AS id FROM predictions
          WHERE workspace_id = {workspaceId:UUID} AND deployment = {deployment:String}
            AND time >= ${fromTime} AND time < ${toTime} AND prediction_id IN {ids:Array(String)}`,
    params: { deployment, ids: [...ids] },
    row: z.object({ id: z.string() }),
    workspaceId,
    window,
  });
  return new Set(rows.map((row) => row.id));
}
