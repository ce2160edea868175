import { z } from "zod";
import { fromTime, toTime } from "../client/question.ts";
import type { Telemetry } from "../client/telemetry.ts";

/** What gateways learned about one template, in the table `log_templates`. */
export type KnownTemplate = {
  service: string;
  id: string;
  /** With typed variables. */
  text: string;
  /** The template that took it in; empty while it stands. */
  mergedInto: string;
  firstSeen: Date;
};

const templatesMax = 50_000;
const dayMs = 86_400_000;
/** As long as the table keeps what is no longer seen. */
const keptDays = 400;

const row = z.object({
  service: z.string(),
  id: z.string(),
  text: z.string(),
  mergedInto: z.string(),
  firstMs: z.coerce.number(),
});

/** The templates of a workspace, of some services only or only those that others took in. */
export async function knownTemplates(
  telemetry: Telemetry,
  question: { workspaceId: string; now: Date; services?: readonly string[]; onlyMerged?: boolean },
): Promise<KnownTemplate[]> {
  const { workspaceId, now, services, onlyMerged = false } = question;
  if (services?.length === 0) return [];
  const rows = await telemetry.query({
    name: "logs.known-templates",
    sql: `SELECT service, template_id AS id, argMax(text, seen) AS text, argMax(merged_into, seen) AS mergedInto,
            toUnixTimestamp64Milli(min(first_seen)) AS firstMs
          FROM log_templates
          WHERE workspace_id = {workspaceId:UUID} AND seen >= ${fromTime} AND seen < ${toTime} AND template_id != ''
            ${services ? "AND service IN {services:Array(String)}" : ""}
          GROUP BY service, template_id ${onlyMerged ? "HAVING mergedInto != ''" : ""}
          LIMIT ${templatesMax}`,
    ...(services ? { params: { services } } : {}),
    row,
    workspaceId,
    window: { from: new Date(now.getTime() - keptDays * dayMs), to: new Date(now.getTime() + dayMs) },
  });
  return rows.map(({ firstMs, ...rest }) => ({ ...rest, firstSeen: new Date(firstMs) }));
}
