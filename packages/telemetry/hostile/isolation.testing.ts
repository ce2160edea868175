import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";

/** Where text of senders ends up, as one expression per table. */
const texts: Record<string, string> = {
  metric_series: "concat(metric, toString(labels), description, source_name)",
  metric_samples: "metric",
  metric_histograms: "metric",
  logs: "concat(service, body, severity_text, toString(attributes), toString(resource))",
  spans: "concat(service, name, status_message, toString(attributes), toString(resource))",
  predictions:
    "concat(prediction_id, request_id, service, user, variant, error, toString(texts), toString(output_texts))",
  prediction_labels: "concat(prediction_id, text)",
  dead_letters: "concat(detail, payload)",
};

/**
 * Rows that stand in another workspace than the one whose mark they bear, or in one that nobody has a key for.
 * `marks` maps workspaces to what their senders call themselves; no mark is part of another.
 */
export async function strayRows(
  telemetry: Telemetry,
  marks: Readonly<Record<string, string>>,
): Promise<{ table: string; rows: number }[]> {
  const workspaces = Object.keys(marks);
  const stray: { table: string; rows: number }[] = [];
  for (const [table, text] of Object.entries(texts)) {
    const foreign = workspaces.map(
      (_, i) => `(workspace_id = {w${i}:UUID} AND multiSearchAny(${text}, {others${i}:Array(String)}))`,
    );
    const params: Record<string, string | string[]> = { workspaces };
    for (const [i, workspace] of workspaces.entries()) {
      params[`w${i}`] = workspace;
      params[`others${i}`] = workspaces
        .filter((other) => other !== workspace)
        .map((other) => marks[other] ?? "");
    }
    const [row] = await telemetry.administer({
      name: "hostile.stray",
      sql: `SELECT count() AS rows FROM ${table}
            WHERE toString(workspace_id) NOT IN ({workspaces:Array(String)}) OR ${foreign.join(" OR ")}`,
      params,
      row: z.object({ rows: z.coerce.number() }),
      timeoutSeconds: 60,
    });
    if (row && row.rows > 0) stray.push({ table, rows: row.rows });
  }
  return stray;
}
