import { z } from "zod";
import type { Telemetry } from "../client/telemetry.ts";
import { inWindow, parseCursor, place } from "./search.ts";

const row = z.object({
  timeNs: z.string(),
  observedNs: z.string(),
  severityNumber: z.coerce.number(),
  severityText: z.string(),
  level: z.string(),
  service: z.string(),
  serviceNamespace: z.string(),
  body: z.string(),
  eventName: z.string(),
  templateId: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  sessionId: z.string(),
  scopeName: z.string(),
  scopeVersion: z.string(),
  attributes: z.record(z.string(), z.string()),
  resource: z.record(z.string(), z.string()),
});

export type LogDetail = z.infer<typeof row>;

/** All of one record; null when there is none at `timeNs-id` in this workspace. */
export async function findLog(
  telemetry: Telemetry,
  question: { workspaceId: string; at: string },
): Promise<LogDetail | null> {
  const at = parseCursor(question.at);
  const timeMs = Number(BigInt(at.afterNs) / 1_000_000n);
  const [found] = await telemetry.query({
    name: "logs.detail",
    sql: `SELECT toString(toUnixTimestamp64Nano(time)) AS timeNs,
            toString(toUnixTimestamp64Nano(observed_time)) AS observedNs, severity_number AS severityNumber,
            severity_text AS severityText, level, service, service_namespace AS serviceNamespace, body,
            event_name AS eventName, template_id AS templateId, trace_id AS traceId, span_id AS spanId,
            session_id AS sessionId, scope_name AS scopeName, scope_version AS scopeVersion, attributes, resource
          FROM logs WHERE ${inWindow} AND (time, id) = ${place("afterNs", "afterId")} LIMIT 1`,
    params: at,
    row,
    workspaceId: question.workspaceId,
    window: { from: new Date(timeMs), to: new Date(timeMs + 1) },
  });
  return found ?? null;
}
