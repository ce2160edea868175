import { z } from "zod";
import type { Telemetry, Window } from "../client/telemetry.ts";
import { histogramOf, type Red, redOf, resolutionOf, rowsOf, sums, sumsRow } from "./rows.ts";

export const edgeKinds = ["call", "message", "database", "queue", "external"] as const;
export type EdgeKind = (typeof edgeKinds)[number];

export type Edge = Red & {
  source: string;
  target: string;
  kind: EdgeKind;
  /** The queue of a message, or empty. */
  via: string;
};

/** Edges of one answer; those with the most requests come first. */
export const edgesMax = 500;

/** Who talked to whom in the window; with `service`, only what it took part in. @throws unavailable */
export async function serviceEdges(
  telemetry: Telemetry,
  question: { workspaceId: string; window: Window; service?: string | undefined },
): Promise<Edge[]> {
  const resolution = resolutionOf(question.window);
  const chosen =
    question.service === undefined
      ? "source != ''"
      : "(source = {service:String} OR (target = {service:String} AND kind IN ('call', 'message')))";
  const rows = await telemetry.query({
    name: "services.edges",
    sql: `SELECT source, target, kind, via, ${sums}
          ${rowsOf("service_edge", resolution, chosen)}
          GROUP BY source, target, kind, via
          ORDER BY requests DESC, source, target LIMIT ${edgesMax}`,
    params: question.service === undefined ? {} : { service: question.service },
    row: z.object({
      source: z.string(),
      target: z.string(),
      kind: z.enum(edgeKinds),
      via: z.string(),
      ...sumsRow,
    }),
    workspaceId: question.workspaceId,
    window: resolution.window,
  });
  return rows.map((row) => ({
    source: row.source,
    target: row.target,
    kind: row.kind,
    via: row.via,
    ...redOf(row, histogramOf(row)),
  }));
}
