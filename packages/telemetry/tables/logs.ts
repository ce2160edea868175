import { hash } from "node:crypto";
import type { RowWriter } from "../client/row-binary.ts";
import type { Labels } from "./series.ts";

export const logsTable = "logs";
export const logColumns = [
  "workspace_id",
  "service",
  "service_namespace",
  "time",
  "id",
  "observed_time",
  "severity_number",
  "severity_text",
  "level",
  "body",
  "event_name",
  "template_id",
  "trace_id",
  "span_id",
  "session_id",
  "flags",
  "scope_name",
  "scope_version",
  "attributes",
  "resource",
  "retention_days",
] as const;

export type LogRow = {
  service: string;
  serviceNamespace: string;
  /** Nanoseconds since the epoch. */
  timeNs: bigint;
  /** Tells records of one instant apart, and is the same when a batch is sent again. */
  id: bigint;
  observedNs: bigint;
  /** 1 to 24; 0 when unspecified. */
  severityNumber: number;
  severityText: string;
  level: "" | "trace" | "debug" | "info" | "warn" | "error" | "fatal";
  /** Text as it is; lists and maps as JSON. */
  body: string;
  eventName: string;
  templateId: string;
  /** Lower-case hex of 32 and 16 characters, or none. */
  traceId: string;
  spanId: string;
  sessionId: string;
  flags: number;
  scopeName: string;
  scopeVersion: string;
  attributes: Labels;
  resource: Labels;
};

export function writeLog(writer: RowWriter, workspace: Buffer, log: LogRow, retentionDays: number): void {
  writer.raw(workspace);
  writer.text(log.service);
  writer.text(log.serviceNamespace);
  writer.i64(log.timeNs);
  writer.u64(log.id);
  writer.i64(log.observedNs);
  writer.u8(log.severityNumber);
  writer.text(log.severityText);
  writer.text(log.level);
  writer.text(log.body);
  writer.text(log.eventName);
  writer.text(log.templateId);
  writer.text(log.traceId);
  writer.text(log.spanId);
  writer.text(log.sessionId);
  writer.u32(log.flags);
  writer.text(log.scopeName);
  writer.text(log.scopeVersion);
  writer.map(log.attributes);
  writer.map(log.resource);
  writer.u16(retentionDays);
  writer.endRow();
}

/**
 * Gives each record of one request its id: from its content, so that a batch that is sent again replaces itself, and
 * from how often the same content came before in the request, so that lines really logged twice stay two.
 */
export function logIds(): (log: Omit<LogRow, "id" | "templateId" | "observedNs" | "level">) => bigint {
  const times = new Map<bigint, number>();
  return (log) => {
    const content = `${log.timeNs}\0${log.service}\0${log.severityNumber}\0${log.body}\0${log.traceId}${log.spanId}\0${log.attributes.join("\0")}\0${log.resource.join("\0")}`;
    const id = hash("sha1", content, "buffer").readBigUInt64LE(0);
    const before = times.get(id) ?? 0;
    times.set(id, before + 1);
    return BigInt.asUintN(64, id + BigInt(before));
  };
}
