import {
  anyValueText,
  attributePairs,
  bigField,
  type Fields,
  hexId,
  integer,
  list,
  object,
  parseFields,
  text,
} from "./json-fields.ts";
import type { DecodedLog } from "./log-model.ts";
import { severity } from "./logs-protobuf.ts";
import { resourceOf } from "./spans-protobuf.ts";

/** Decodes an ExportLogsServiceRequest in JSON to the same shape as the protobuf reader. @throws DecodeError */
export function decodeLogsJson(body: Buffer): DecodedLog[] {
  return list(parseFields(body), "resourceLogs", (resourceLogs) => {
    const resource = resourceOf(attributePairs(object(resourceLogs, "resource") ?? {}));
    return list(resourceLogs, "scopeLogs", (scopeLogs) => {
      const scope = object(scopeLogs, "scope") ?? {};
      const named = { scopeName: text(scope, "name"), scopeVersion: text(scope, "version") };
      return list(scopeLogs, "logRecords", (record) => ({ ...resource, ...named, ...readLog(record) }));
    }).flat();
  }).flat();
}

function readLog(fields: Fields) {
  const body = object(fields, "body");
  return {
    timeNs: nanos(fields, "timeUnixNano"),
    observedNs: nanos(fields, "observedTimeUnixNano"),
    severityNumber: severity(integer(fields, "severityNumber")),
    severityText: text(fields, "severityText"),
    body: body === null ? "" : anyValueText(body, 0),
    eventName: text(fields, "eventName"),
    attributes: attributePairs(fields),
    flags: integer(fields, "flags") >>> 0,
    traceId: hexId(fields, "traceId"),
    spanId: hexId(fields, "spanId"),
  } satisfies Partial<DecodedLog>;
}

const nanos = (fields: Fields, name: string): bigint => BigInt.asUintN(64, bigField(fields, name));
