import { randomUUID } from "node:crypto";
import { RowWriter, uuidBytes } from "../client/row-binary.ts";
import type { Telemetry } from "../client/telemetry.ts";
import { type SpanRow, spanColumns, spansTable, writeSpan } from "../tables/spans.ts";

export type TestSpan = Partial<Omit<SpanRow, "attributes" | "resource" | "startNs" | "durationNs">> & {
  time: Date;
  durationMs?: number;
  traceId: string;
  spanId: string;
  attributes?: Record<string, string>;
  resource?: Record<string, string>;
};

/** Stores spans as the gateway would. For tests, seeds and benches. */
export async function putSpans(
  telemetry: Telemetry,
  workspaceId: string,
  spans: readonly TestSpan[],
  retentionDays = 36_500,
): Promise<void> {
  const workspace = uuidBytes(workspaceId);
  const rows = new RowWriter(spans.length * 256);
  for (const { time, durationMs = 1, attributes, resource, ...rest } of spans) {
    const span: SpanRow = {
      service: "",
      serviceNamespace: "",
      startNs: BigInt(Math.round(time.getTime() * 1_000)) * 1_000n,
      durationNs: BigInt(Math.round(durationMs * 1_000)) * 1_000n,
      parentSpanId: "",
      name: "",
      kind: "internal",
      status: "unset",
      statusMessage: "",
      traceState: "",
      flags: 0,
      scopeName: "",
      scopeVersion: "",
      attributes: Object.entries(attributes ?? {}),
      resource: Object.entries(resource ?? {}),
      events: [],
      links: [],
      ...rest,
    };
    writeSpan(rows, workspace, span, retentionDays, Date.now());
  }
  const body = [rows.take()];
  await telemetry.insertBinary({ table: spansTable, columns: spanColumns, body, token: randomUUID() });
}
