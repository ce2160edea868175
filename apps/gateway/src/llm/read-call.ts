import type { IncomingHttpHeaders } from "node:http";
import type { PublishedLimits } from "@triops/domains/virtual-keys/snapshot-schemas";
import { newId } from "@triops/kernel/ids";
import type { LlmCall, Operation } from "./call.ts";
import { addressText } from "./call-signs.ts";
import { CallFault } from "./fault.ts";
import { type Fields, fieldsOf, isFields, textOf } from "./fields.ts";
import { randomHex } from "./random-hex.ts";
import { parseWire } from "./wire-json.ts";

const headerCharsMax = 200;
const metadataMax = 32;
const metadataCharsMax = 500;

/** The body of a request, read once. @throws CallFault 400 */
export function readJsonBody(bytes: Buffer): Fields {
  let value: unknown;
  try {
    value = parseWire(bytes.toString("utf8"));
  } catch {
    throw new CallFault(400, "invalid_json", "The body is not valid JSON");
  }
  if (!isFields(value)) throw new CallFault(400, "invalid_json", "The body must be a JSON object");
  return value;
}

/** Who asks: from the key's picture, or from within. */
export type Asker = Pick<
  LlmCall,
  "workspaceId" | "keyId" | "retentionDays" | "virtualKey" | "origin" | "actorId"
>;

/** @throws CallFault 400 for metadata that is none */
export function newCall(
  operation: Operation,
  asker: Asker,
  headers: IncomingHttpHeaders,
  body: Fields,
): LlmCall {
  const header = (name: string): string => {
    const value = headers[name];
    return typeof value === "string" ? value.slice(0, headerCharsMax) : "";
  };
  return {
    ...asker,
    id: newId(),
    route: textOf(body.model).slice(0, headerCharsMax),
    routeId: "",
    operation,
    startedMs: Date.now(),
    stream: operation !== "embeddings" && body.stream === true,
    service: header("x-triops-service"),
    user: header("x-triops-user") || userIn(body),
    session: header("x-triops-session"),
    metadata: metadataOf(headers["x-triops-metadata"], body),
    prompt: null,
    trace: traceOf(headers.traceparent),
    spanId: randomHex(8),
    body,
    logBodies: true,
    address: addressText(headers.host ?? ""),
  };
}

/** OpenAI's two names of it, and Anthropic's. */
const userIn = (body: Fields): string =>
  (textOf(body.user) || textOf(body.safety_identifier) || textOf(fieldsOf(body.metadata).user_id)).slice(
    0,
    headerCharsMax,
  );

function metadataOf(header: string | string[] | undefined, body: Fields): Record<string, string> {
  if (header === undefined) return textsOf(fieldsOf(body.metadata));
  let value: unknown;
  try {
    value = parseWire(String(header));
  } catch {
    value = null;
  }
  if (!isFields(value))
    throw new CallFault(400, "invalid_metadata", "x-triops-metadata must be a JSON object of texts");
  return textsOf(value);
}

const textsOf = (fields: Fields): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields)
      .slice(0, metadataMax)
      .map(([name, value]) => [
        name.slice(0, headerCharsMax),
        (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).slice(0, metadataCharsMax),
      ]),
  );

const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}/;
const nothing = /^0+$/;

/** W3C trace context; a new trace without it. */
function traceOf(header: string | string[] | undefined): LlmCall["trace"] {
  const [, traceId = "", parentSpanId = ""] = traceparent.exec(String(header ?? "")) ?? [];
  if (traceId !== "" && !nothing.test(traceId) && !nothing.test(parentSpanId))
    return { traceId, parentSpanId };
  return { traceId: randomHex(16), parentSpanId: "" };
}

type PublishedVirtualKey = PublishedLimits["keys"][number];
/** An entry is replaced, never changed: its keys are looked through once. */
const keysOf = new WeakMap<PublishedLimits, Map<string, PublishedVirtualKey>>();

/** The virtual key that an API key is; null for a plain one. */
export function virtualKeyOf(limits: PublishedLimits | null, keyId: string): PublishedVirtualKey | null {
  if (!limits) return null;
  let keys = keysOf.get(limits);
  if (!keys) {
    keys = new Map(limits.keys.map((one) => [one.keyId, one]));
    keysOf.set(limits, keys);
  }
  return keys.get(keyId) ?? null;
}
