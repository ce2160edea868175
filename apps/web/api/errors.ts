import { translateDatabaseError } from "@triops/database/transaction";
import { type ErrorCode, type FieldFault, httpStatusByCode, isTriopsError } from "@triops/kernel/errors";
import type { Logger } from "@triops/kernel/logger";

const titles: Record<ErrorCode, string> = {
  invalid: "The request is not valid",
  unauthenticated: "Not signed in",
  forbidden: "Not allowed",
  not_found: "Not found",
  conflict: "Conflict",
  limit_reached: "Limit reached",
  unavailable: "Not available right now",
};

/** A refusal that only HTTP knows: its status has no counterpart in the product. */
export class HttpRefusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, title: string, detail: string, headers = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.title = title;
    this.headers = headers;
  }
}

type Wire = {
  meta: { requestId: string };
  error: { code: string; title: string; detail: string; fields?: FieldFault[] };
};

export type Failure = { status: number; headers: Record<string, string>; body: Wire };

/** The one place where an error becomes an answer. What nobody foresaw is logged and says nothing. */
export function failureOf(raw: unknown, requestId: string, log: Logger): Failure {
  // Outside of verbs, e.g. while looking a key up, the database speaks for itself.
  const error = translateDatabaseError(raw);
  const meta = { requestId };
  if (error instanceof HttpRefusal) {
    const { status, code, title, message: detail, headers } = error;
    return { status, headers, body: { meta, error: { code, title, detail } } };
  }
  if (!isTriopsError(error)) {
    log.error({ err: error, requestId }, "request failed");
    const detail = "Something went wrong on our side. It is in the log under this request's id.";
    return { status: 500, headers: {}, body: { meta, error: { code: "internal", title: "Error", detail } } };
  }
  if (error.code === "unavailable") log.warn({ err: error, requestId }, "request refused");
  const { code, message: detail, fields, retryAfterSeconds } = error;
  const headers: Record<string, string> = {};
  if (retryAfterSeconds !== undefined) headers["retry-after"] = String(retryAfterSeconds);
  if (code === "unauthenticated") headers["www-authenticate"] = 'Bearer realm="triops"';
  return {
    status: httpStatusByCode[code],
    headers,
    body: { meta, error: { code, title: titles[code], detail, ...(fields ? { fields } : {}) } },
  };
}
