import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { histogramOf, type Red, redOf, resolutionOf, rowsOf, sums, sumsRow } from "./rows.ts";

export type OperationHealth = Red & {
  operation: string;
  kind: string;
  /** Work enters the service here; otherwise it is a step inside, or a call to others. */
  isEntry: boolean;
  /** Of all spans of its kind of entry, in total: where the time goes. */
  durationMs: number;
};

/** At most the operations that are told apart, each in every kind. */
const rowsMax = 600;

/** What a service did in the window, by operation, the most time first. @throws unavailable */
export async function serviceOperations(
  telemetry: Telemetry,
  question: { workspaceId: string; window: Window; service: string },
): Promise<OperationHealth[]> {
  const resolution = resolutionOf(question.window);
  const rows = await telemetry.query({
    name: "services.operations",
    sql: `SELECT operation, kind, is_entry AS isEntry, ${sums}
          ${rowsOf("service", resolution, "service = {service:String}")}
          GROUP BY operation, kind, isEntry HAVING requests > 0
          ORDER BY isEntry DESC, durationNs DESC, operation LIMIT ${rowsMax}`,
    params: { service: question.service },
    row: z.object({
      operation: z.string(),
      kind: z.string(),
      isEntry: z.coerce.number().transform((value) => value === 1),
      ...sumsRow,
    }),
    workspaceId: question.workspaceId,
    window: resolution.window,
  });
  return rows.map((row) => ({
    operation: row.operation,
    kind: row.kind,
    isEntry: row.isEntry,
    durationMs: row.durationNs / 1e6,
    ...redOf(row, histogramOf(row)),
  }));
}
