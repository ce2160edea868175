import { randomUUID } from "node:crypto";
import { RowWriter, uuidBytes } from "../client/row-binary.ts";
import type { Telemetry } from "../client/telemetry.ts";
import { levelOf } from "../otlp/log-model.ts";
import { type LogRow, logColumns, logIds, logsTable, writeLog } from "../tables/logs.ts";

export type TestLog = Partial<Omit<LogRow, "attributes" | "resource" | "level">> & {
  time: Date;
  body: string;
  attributes?: Record<string, string>;
  resource?: Record<string, string>;
};

/** Stores records as the gateway would. For tests, seeds and benches. */
export async function putLogs(
  telemetry: Telemetry,
  workspaceId: string,
  logs: readonly TestLog[],
  retentionDays = 36_500,
): Promise<void> {
  const workspace = uuidBytes(workspaceId);
  const rows = new RowWriter(logs.length * 256);
  const idOf = logIds();
  for (const { time, attributes, resource, ...rest } of logs) {
    const timeNs = BigInt(time.getTime()) * 1_000_000n;
    const log: Omit<LogRow, "id"> = {
      service: "",
      serviceNamespace: "",
      timeNs,
      observedNs: timeNs,
      severityNumber: 9,
      severityText: "",
      level: levelOf(rest.severityNumber ?? 9, rest.severityText ?? ""),
      eventName: "",
      templateId: "",
      traceId: "",
      spanId: "",
      sessionId: "",
      flags: 0,
      scopeName: "",
      scopeVersion: "",
      attributes: Object.entries(attributes ?? {}),
      resource: Object.entries(resource ?? {}),
      ...rest,
    };
    writeLog(rows, workspace, { ...log, id: rest.id ?? idOf(log) }, retentionDays);
  }
  const body = [rows.take()];
  await telemetry.insertBinary({ table: logsTable, columns: logColumns, body, token: randomUUID() });
}
