import { translateDatabaseError } from "@triops/database/transaction";
import { type ErrorCode, isTriopsError } from "@triops/kernel/errors";
import type { Logger } from "@triops/kernel/logger";
import { securityHeaders } from "../../server/security-headers.ts";

/**
 * How MLflow calls our failures, and the status it gives them. A conflict is "already exists", which is 400 there.
 * Its client repeats 5xx and 429 for minutes, so that a caller's own mistake is never one of them.
 */
const wire: Record<ErrorCode, readonly [status: number, code: string]> = {
  invalid: [400, "INVALID_PARAMETER_VALUE"],
  unauthenticated: [401, "UNAUTHENTICATED"],
  forbidden: [403, "PERMISSION_DENIED"],
  not_found: [404, "RESOURCE_DOES_NOT_EXIST"],
  conflict: [400, "RESOURCE_ALREADY_EXISTS"],
  limit_reached: [429, "RESOURCE_EXHAUSTED"],
  unavailable: [503, "TEMPORARILY_UNAVAILABLE"],
};

/** A refusal with a code that our own errors have no word for, e.g. 501 NOT_IMPLEMENTED. */
export class MlflowRefusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** What the pages get by `proxy.ts`; nothing from here is a page. */
export const machineHeaders = (requestId: string): [string, string][] => [
  ...securityHeaders.map(([name, value]): [string, string] => [name, value]),
  ["content-security-policy", "default-src 'none'; sandbox; frame-ancestors 'none'"],
  ["cache-control", "no-store"],
  ["x-request-id", requestId],
];

/** Unset fields are left out; numbers that JSON lacks become texts. */
export const wireText = (value: object): string =>
  JSON.stringify(value, (_name, inner: unknown) => {
    if (inner === null) return undefined;
    if (typeof inner === "bigint") return Number(inner);
    if (typeof inner === "number" && !Number.isFinite(inner))
      return Number.isNaN(inner) ? "NaN" : inner > 0 ? "Infinity" : "-Infinity";
    return inner;
  });

export function succeeded(value: object, requestId: string): Response {
  if (value instanceof Response) {
    for (const [name, content] of machineHeaders(requestId)) {
      if (!value.headers.has(name)) value.headers.set(name, content);
    }
    return value;
  }
  const headers = new Headers(machineHeaders(requestId));
  headers.set("content-type", "application/json");
  return new Response(wireText(value), { headers });
}

export function refused(raw: unknown, requestId: string, log: Logger): Response {
  const error = translateDatabaseError(raw);
  const headers = new Headers(machineHeaders(requestId));
  headers.set("content-type", "application/json");
  const reply = (status: number, error_code: string, message: string) =>
    new Response(JSON.stringify({ error_code, message }), { status, headers });
  if (error instanceof MlflowRefusal) return reply(error.status, error.code, error.message);
  if (!isTriopsError(error)) {
    log.error({ err: error, requestId }, "MLflow request failed");
    return reply(
      500,
      "INTERNAL_ERROR",
      "Something went wrong on our side. It is in the log under this request's id.",
    );
  }
  if (error.code === "unavailable") log.warn({ err: error, requestId }, "MLflow request refused");
  if (error.retryAfterSeconds !== undefined) headers.set("retry-after", String(error.retryAfterSeconds));
  if (error.code === "unauthenticated")
    headers.set("www-authenticate", 'Bearer realm="triops", Basic realm="triops"');
  const [status, code] = wire[error.code];
  return reply(status, code, error.message);
}
