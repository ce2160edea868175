import type { RowWriter } from "../client/row-binary.ts";
import type { Labels } from "./series.ts";

export const spansTable = "spans";
export const spanColumns = [
  "workspace_id",
  "service",
  "service_namespace",
  "time",
  "duration_ns",
  "trace_id",
  "span_id",
  "parent_span_id",
  "name",
  "kind",
  "status",
  "status_message",
  "trace_state",
  "flags",
  "scope_name",
  "scope_version",
  "session_id",
  "is_entry",
  "attributes",
  "resource",
  "event_times",
  "event_names",
  "event_attributes",
  "link_trace_ids",
  "link_span_ids",
  "link_attributes",
  "retention_days",
  "received_at",
] as const;

export type SpanRow = {
  service: string;
  serviceNamespace: string;
  /** Nanoseconds since the epoch. */
  startNs: bigint;
  durationNs: bigint;
  /** Lower-case hex: 32, 16 and 16 (or no) characters. */
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  kind: "unspecified" | "internal" | "server" | "client" | "producer" | "consumer";
  status: "unset" | "ok" | "error";
  statusMessage: string;
  traceState: string;
  flags: number;
  scopeName: string;
  scopeVersion: string;
  attributes: Labels;
  resource: Labels;
  events: { timeNs: bigint; name: string; attributes: Labels }[];
  links: { traceId: string; spanId: string; attributes: Labels }[];
};

/** `receivedAtMs`: when it came; tells the rollups which minutes to compute again. */
export function writeSpan(
  writer: RowWriter,
  workspace: Buffer,
  span: SpanRow,
  retentionDays: number,
  receivedAtMs: number,
): void {
  writer.raw(workspace);
  writer.text(span.service);
  writer.text(span.serviceNamespace);
  writer.i64(span.startNs);
  writer.u64(span.durationNs);
  writer.text(span.traceId);
  writer.text(span.spanId);
  writer.text(span.parentSpanId);
  writer.text(span.name);
  writer.text(span.kind);
  writer.text(span.status);
  writer.text(span.statusMessage);
  writer.text(span.traceState);
  writer.u32(span.flags);
  writer.text(span.scopeName);
  writer.text(span.scopeVersion);
  writer.text(sessionOf(span.attributes));
  writer.u8(isEntry(span) ? 1 : 0);
  writer.map(span.attributes);
  writer.map(span.resource);
  writer.array(span.events, (event) => writer.i64(event.timeNs));
  writer.array(span.events, (event) => writer.text(event.name));
  writer.array(span.events, (event) => writer.map(event.attributes));
  writer.array(span.links, (link) => writer.text(link.traceId));
  writer.array(span.links, (link) => writer.text(link.spanId));
  writer.array(span.links, (link) => writer.map(link.attributes));
  writer.u16(retentionDays);
  writer.i64Number(receivedAtMs);
  writer.endRow();
}

function sessionOf(attributes: Labels): string {
  for (const pair of attributes) if (pair[0] === "session.id") return pair[1];
  return "";
}

/** Where work enters a service: what lists of traces and rates of services begin with. */
const isEntry = (span: SpanRow): boolean =>
  span.parentSpanId === "" || span.kind === "server" || span.kind === "consumer";
