import { httpStatusByCode, isTriopsError } from "@triops/kernel/errors";
import { DecodeError } from "@triops/telemetry/otlp/decode-error";
import { IngestFault } from "./fault.ts";

export type Encoding = "protobuf" | "json";
export type Signal = "metrics" | "traces" | "logs";

const mimeTypes: Record<Encoding, string> = { protobuf: "application/x-protobuf", json: "application/json" };
export const mimeTypeOf = (encoding: Encoding): string => mimeTypes[encoding];

/** The reply uses the request's own type; a request of an unknown type is answered in JSON. */
export function encodingOf(contentType: string | undefined): Encoding | null {
  const type = (contentType ?? "").split(";", 1)[0]?.trim().toLowerCase();
  if (type === "application/x-protobuf" || type === "application/protobuf") return "protobuf";
  return type === "application/json" ? "json" : null;
}

const rejectedField: Record<Signal, string> = {
  metrics: "rejectedDataPoints",
  traces: "rejectedSpans",
  logs: "rejectedLogRecords",
};

/** An Export…ServiceResponse: empty on full success, partial_success when something was refused. */
export function exportReply(encoding: Encoding, signal: Signal, rejected: number, message: string): Buffer {
  if (rejected === 0 && message === "") return encoding === "json" ? Buffer.from("{}") : Buffer.alloc(0);
  if (encoding === "json") {
    return Buffer.from(
      JSON.stringify({
        partialSuccess: { [rejectedField[signal]]: String(rejected), errorMessage: message },
      }),
    );
  }
  return field(1, Buffer.concat([varint((1 << 3) | 0), varint(rejected), field(2, Buffer.from(message))]));
}

/** A google.rpc.Status. `code` is gRPC's. */
export function statusReply(encoding: Encoding, code: number, message: string): Buffer {
  if (encoding === "json") return Buffer.from(JSON.stringify({ code, message }));
  return Buffer.concat([varint((1 << 3) | 0), varint(code), field(2, Buffer.from(message))]);
}

const grpcCodeByStatus: Record<number, number> = {
  400: 3, // INVALID_ARGUMENT
  401: 16, // UNAUTHENTICATED
  403: 7, // PERMISSION_DENIED
  404: 12, // UNIMPLEMENTED
  405: 12,
  413: 8, // RESOURCE_EXHAUSTED
  415: 3,
  429: 8,
  503: 14, // UNAVAILABLE
};

export type Fault = {
  status: number;
  code: number;
  message: string;
  retryAfterSeconds: number | undefined;
  unexpected: boolean;
};

/**
 * Any error as OTLP wants it. Clients retry only 429, 502, 503 and 504, so that a store that is away is a 503 and
 * what we did not foresee is one too: the data may be good.
 */
export function faultOf(error: unknown): Fault {
  const known = (status: number, message: string, retryAfterSeconds?: number): Fault => ({
    status,
    code: grpcCodeByStatus[status] ?? 2,
    message,
    retryAfterSeconds,
    unexpected: false,
  });
  if (error instanceof IngestFault) return known(error.status, error.message, error.retryAfterSeconds);
  if (error instanceof DecodeError) return known(400, `The body could not be decoded: ${error.message}`);
  if (isTriopsError(error))
    return known(httpStatusByCode[error.code], error.message, error.retryAfterSeconds);
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 0;
  if (status === 415) return known(415, "Content-Type must be application/x-protobuf or application/json");
  if (status >= 400 && status < 500)
    return known(status, error instanceof Error ? error.message : "Bad request");
  return { ...known(503, "The gateway could not store this; send it again", 5), unexpected: true };
}

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7f) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return Buffer.from([...bytes, rest]);
}

const field = (number: number, bytes: Buffer): Buffer =>
  Buffer.concat([varint((number << 3) | 2), varint(bytes.length), bytes]);
