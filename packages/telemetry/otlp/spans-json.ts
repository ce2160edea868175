import {
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
import { type DecodedSpan, spanKinds, spanStatuses } from "./span-model.ts";
import { resourceOf } from "./spans-protobuf.ts";

/** Decodes an ExportTraceServiceRequest in JSON to the same shape as the protobuf reader. @throws DecodeError */
export function decodeSpansJson(body: Buffer): DecodedSpan[] {
  return list(parseFields(body), "resourceSpans", (resourceSpans) => {
    const resource = resourceOf(attributePairs(object(resourceSpans, "resource") ?? {}));
    return list(resourceSpans, "scopeSpans", (scopeSpans) => {
      const scope = object(scopeSpans, "scope") ?? {};
      const named = { scopeName: text(scope, "name"), scopeVersion: text(scope, "version") };
      return list(scopeSpans, "spans", (span) => ({ ...resource, ...named, ...readSpan(span) }));
    }).flat();
  }).flat();
}

function readSpan(fields: Fields) {
  const status = object(fields, "status") ?? {};
  return {
    startNs: nanos(fields, "startTimeUnixNano"),
    endNs: nanos(fields, "endTimeUnixNano"),
    traceId: hexId(fields, "traceId"),
    spanId: hexId(fields, "spanId"),
    parentSpanId: hexId(fields, "parentSpanId"),
    name: text(fields, "name"),
    kind: spanKinds[integer(fields, "kind")] ?? ("unspecified" as const),
    status: spanStatuses[integer(status, "code")] ?? ("unset" as const),
    statusMessage: text(status, "message"),
    traceState: text(fields, "traceState"),
    flags: integer(fields, "flags") >>> 0,
    attributes: attributePairs(fields),
    events: list(fields, "events", (event) => ({
      timeNs: nanos(event, "timeUnixNano"),
      name: text(event, "name"),
      attributes: attributePairs(event),
    })),
    links: list(fields, "links", (link) => ({
      traceId: hexId(link, "traceId"),
      spanId: hexId(link, "spanId"),
      attributes: attributePairs(link),
    })),
  } satisfies Partial<DecodedSpan>;
}

const nanos = (fields: Fields, name: string): bigint => BigInt.asUintN(64, bigField(fields, name));
