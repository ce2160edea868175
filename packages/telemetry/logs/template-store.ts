import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";

/** A row of `log_templates`, as `analysis/log-templates/exchange.ts` makes and takes it. */
export type StoredTemplate = {
  workspaceId: string;
  service: string;
  id: string;
  text: string;
  state: string;
  mergedInto: string;
  firstMs: number;
};

const row = z.object({
  workspaceId: z.string(),
  service: z.string(),
  id: z.string(),
  text: z.string(),
  state: z.string(),
  mergedInto: z.string(),
  firstMs: z.coerce.number(),
});

const templatesMax = 100_000;

/** @throws unavailable */
export async function storeTemplates(
  telemetry: Telemetry,
  templates: readonly StoredTemplate[],
  nowMs: number,
): Promise<void> {
  const seen = timeText(nowMs);
  await telemetry.insertRows({
    table: "log_templates",
    token: randomUUID(),
    waitMsMax: 2_000,
    rows: templates.map((each) => ({
      workspace_id: each.workspaceId,
      service: each.service,
      template_id: each.id,
      text: each.text,
      state: each.state,
      merged_into: each.mergedInto,
      first_seen: timeText(each.firstMs),
      seen,
    })),
  });
}

/** What was written since then in all workspaces, the newest 100,000, oldest first. For gateways, never for a request. */
export function templatesSince(telemetry: Telemetry, sinceMs: number): Promise<StoredTemplate[]> {
  return telemetry.administer({
    name: "logs.templates-since",
    sql: `SELECT toString(workspace_id) AS workspaceId, service, template_id AS id, argMax(text, log_templates.seen) AS text,
            argMax(state, log_templates.seen) AS state, argMax(merged_into, log_templates.seen) AS mergedInto,
            toUnixTimestamp64Milli(min(first_seen)) AS firstMs
          FROM log_templates WHERE seen >= fromUnixTimestamp64Milli({sinceMs:Int64}, 'UTC')
          GROUP BY workspace_id, service, template_id
          ORDER BY max(seen) DESC LIMIT ${templatesMax}`,
    params: { sinceMs: Math.max(0, Math.floor(sinceMs)) },
    row,
  });
}

const timeText = (ms: number): string => new Date(ms).toISOString().slice(0, -1).replace("T", " ");
