import type { Labels } from "../tables/series.ts";
import { readKeyValue } from "./attributes.ts";
import { type DecodedSpan, spanKinds, spanStatuses } from "./span-model.ts";
import { Wire } from "./wire.ts";

export type Resource = { service: string; serviceNamespace: string; resource: Labels };
export type Scope = { scopeName: string; scopeVersion: string };

/**
 * Decodes an ExportTraceServiceRequest. Field numbers: opentelemetry/proto/trace/v1/trace.proto, v1.
 * @throws DecodeError
 */
export function decodeSpansProtobuf(bytes: Buffer): DecodedSpan[] {
  const wire = new Wire(bytes);
  const spans: DecodedSpan[] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) wire.message((inner) => readResourceSpans(inner, spans));
    else wire.skip(tag);
  }
  return spans;
}

/** Messages whose meaning depends on a sibling that may come later are read once that is known. */
type Place = ReturnType<Wire["place"]>;

function readResourceSpans(wire: Wire, spans: DecodedSpan[]): void {
  let resource = resourceOf([]);
  const scopes: Place[] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) resource = resourceOf(wire.message((inner) => readAttributes(inner, 10)));
    else if (tag === 18) scopes.push(wire.place());
    else wire.skip(tag);
  }
  for (const scope of scopes)
    wire.within(scope.at, scope.end, (inner) => readScopeSpans(inner, resource, spans));
}

export function resourceOf(resource: Labels): Resource {
  const attributes = new Map(resource);
  return {
    service: attributes.get("service.name") ?? "",
    serviceNamespace: attributes.get("service.namespace") ?? "",
    resource,
  };
}

function readScopeSpans(wire: Wire, resource: Resource, spans: DecodedSpan[]): void {
  let scope: Scope = { scopeName: "", scopeVersion: "" };
  const places: Place[] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) scope = wire.message(readScope);
    else if (tag === 18) places.push(wire.place());
    else wire.skip(tag);
  }
  for (const { at, end } of places)
    spans.push(wire.within(at, end, (inner) => readSpan(inner, resource, scope)));
}

export function readScope(wire: Wire): Scope {
  const scope = { scopeName: "", scopeVersion: "" };
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) scope.scopeName = wire.text();
    else if (tag === 18) scope.scopeVersion = wire.text();
    else wire.skip(tag);
  }
  return scope;
}

export function readAttributes(wire: Wire, wanted: number): Labels {
  const pairs: [string, string][] = [];
  while (wire.more) {
    const tag = wire.tag();
    if (tag === wanted) pairs.push(wire.message(readKeyValue));
    else wire.skip(tag);
  }
  return pairs;
}

function readSpan(wire: Wire, resource: Resource, scope: Scope): DecodedSpan {
  const attributes: [string, string][] = [];
  const span: DecodedSpan = {
    ...resource,
    ...scope,
    startNs: 0n,
    endNs: 0n,
    traceId: "",
    spanId: "",
    parentSpanId: "",
    name: "",
    kind: "unspecified",
    status: "unset",
    statusMessage: "",
    traceState: "",
    flags: 0,
    attributes,
    events: [],
    links: [],
  };
  while (wire.more) {
    const tag = wire.tag();
    switch (tag) {
      case 10:
        span.traceId = wire.slice().toString("hex");
        break;
      case 18:
        span.spanId = wire.slice().toString("hex");
        break;
      case 26:
        span.traceState = wire.text();
        break;
      case 34:
        span.parentSpanId = wire.slice().toString("hex");
        break;
      case 42:
        span.name = wire.text();
        break;
      case 48:
        span.kind = spanKinds[wire.varint()] ?? "unspecified";
        break;
      case 57:
        span.startNs = wire.uint64Big();
        break;
      case 65:
        span.endNs = wire.uint64Big();
        break;
      case 74:
        attributes.push(wire.message(readKeyValue));
        break;
      case 90:
        span.events.push(wire.message(readEvent));
        break;
      case 106:
        span.links.push(wire.message(readLink));
        break;
      case 122:
        wire.message((inner) => readStatus(inner, span));
        break;
      case 133:
        span.flags = wire.fixed32();
        break;
      default:
        wire.skip(tag);
    }
  }
  return span;
}

function readStatus(wire: Wire, span: DecodedSpan): void {
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 18) span.statusMessage = wire.text();
    else if (tag === 24) span.status = spanStatuses[wire.varint()] ?? "unset";
    else wire.skip(tag);
  }
}

function readEvent(wire: Wire): DecodedSpan["events"][number] {
  const attributes: [string, string][] = [];
  const event = { timeNs: 0n, name: "", attributes };
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 9) event.timeNs = wire.uint64Big();
    else if (tag === 18) event.name = wire.text();
    else if (tag === 26) attributes.push(wire.message(readKeyValue));
    else wire.skip(tag);
  }
  return event;
}

function readLink(wire: Wire): DecodedSpan["links"][number] {
  const attributes: [string, string][] = [];
  const link = { traceId: "", spanId: "", attributes };
  while (wire.more) {
    const tag = wire.tag();
    if (tag === 10) link.traceId = wire.slice().toString("hex");
    else if (tag === 18) link.spanId = wire.slice().toString("hex");
    else if (tag === 34) attributes.push(wire.message(readKeyValue));
    else wire.skip(tag);
  }
  return link;
}
