import { anyValueText, readKeyValue } from "./attributes.ts";
import type { DecodedLog } from "./log-model.ts";
import { type Resource, readAttributes, readScope, resourceOf, type Scope } from "./spans-protobuf.ts";
import { Wire } from "./wire.ts";

/**
 * Decodes an ExportLogsServiceRequest. Field numbers: opentelemetry/proto/logs/v1/logs.proto, v1.
 * @throws DecodeError
 */
export function decodeLogsProtobuf(bytes: Buffer): DecodedLog[] {
  const wire = new Wire(bytes);
  const logs: DecodedLog[] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) wire.message((inner) => readResourceLogs(inner, logs));
    else wire.skip(tag);
  }
  return logs;
}

type Place = ReturnType<Wire["place"]>;

function readResourceLogs(wire: Wire, logs: DecodedLog[]): void {
  let resource = resourceOf([]);
  const scopes: Place[] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) resource = resourceOf(wire.message((inner) => readAttributes(inner, 10)));
    else if (tag === 18) scopes.push(wire.place());
    else wire.skip(tag);
  }
  for (const { at, end } of scopes) wire.within(at, end, (inner) => readScopeLogs(inner, resource, logs));
}

function readScopeLogs(wire: Wire, resource: Resource, logs: DecodedLog[]): void {
  let scope: Scope = { scopeName: "", scopeVersion: "" };
  const places: Place[] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) scope = wire.message(readScope);
    else if (tag === 18) places.push(wire.place());
    else wire.skip(tag);
  }
  for (const { at, end } of places)
    logs.push(wire.within(at, end, (inner) => readLog(inner, resource, scope)));
}

function readLog(wire: Wire, resource: Resource, scope: Scope): DecodedLog {
  const attributes: [string, string][] = [];
  const log: DecodedLog = {
    ...resource,
    ...scope,
    timeNs: 0n,
    observedNs: 0n,
    severityNumber: 0,
    severityText: "",
    body: "",
    eventName: "",
    attributes,
    flags: 0,
    traceId: "",
    spanId: "",
  };
  while (wire.more) {
    const tag = wire.tag();
    switch (tag) {
      case 9:
        log.timeNs = wire.uint64Big();
        break;
      case 89:
        log.observedNs = wire.uint64Big();
        break;
      case 16:
        log.severityNumber = severity(wire.varint());
        break;
      case 26:
        log.severityText = wire.text();
        break;
      case 42:
        log.body = wire.message((inner) => anyValueText(inner, 0));
        break;
      case 50:
        attributes.push(wire.message(readKeyValue));
        break;
      case 69:
        log.flags = wire.fixed32();
        break;
      case 74:
        log.traceId = wire.slice().toString("hex");
        break;
      case 82:
        log.spanId = wire.slice().toString("hex");
        break;
      case 98:
        log.eventName = wire.text();
        break;
      default:
        wire.skip(tag);
    }
  }
  return log;
}

/** Numbers beyond the twenty-four that are defined count as unspecified. */
export const severity = (number: number): number => (number >= 1 && number <= 24 ? number : 0);
