import { randomUUID } from "node:crypto";
import { RowWriter, uuidBytes } from "../client/row-binary.ts";
import type { Telemetry } from "../client/telemetry.ts";
import { type SpanRow, spanColumns, spansTable, writeSpan } from "../tables/spans.ts";

export type TestSpan = Partial<Omit<SpanRow, "attributes" | "resource" | "links">> & {
  time: Date;
  durationMs?: number;
  attributes?: Record<string, string>;
  links?: { traceId: string; spanId: string }[];
};

let lastId = 0;
/** An id that no other span of the process has. */
export const nextSpanId = (): string => (++lastId).toString(16).padStart(16, "0");
export const nextTraceId = (): string => nextSpanId().padStart(32, "f");

/** Stores spans as the gateway would, as if they had come at `receivedAt`. For tests, seeds and benches. */
export async function putSpans(
  telemetry: Telemetry,
  workspaceId: string,
  spans: readonly TestSpan[],
  { receivedAt = new Date(), retentionDays = 36_500 }: { receivedAt?: Date; retentionDays?: number } = {},
): Promise<void> {
  const workspace = uuidBytes(workspaceId);
  const rows = new RowWriter(spans.length * 256);
  for (const { time, durationMs, attributes, links, ...rest } of spans) {
    const span: SpanRow = {
      service: "shop",
      serviceNamespace: "",
      startNs: BigInt(time.getTime()) * 1_000_000n,
      durationNs: BigInt(Math.round((durationMs ?? 10) * 1e6)),
      traceId: nextTraceId(),
      spanId: nextSpanId(),
      parentSpanId: "",
      name: "GET /",
      kind: "server",
      status: "unset",
      statusMessage: "",
      traceState: "",
      flags: 0,
      scopeName: "",
      scopeVersion: "",
      attributes: Object.entries(attributes ?? {}),
      resource: [],
      events: [],
      links: (links ?? []).map((link) => ({ ...link, attributes: [] })),
      ...rest,
    };
    writeSpan(rows, workspace, span, retentionDays, receivedAt.getTime());
  }
  await telemetry.insertBinary({
    table: spansTable,
    columns: spanColumns,
    body: [rows.take()],
    token: randomUUID(),
  });
}
