/**
 * The failures a caller can act upon: a closed set, so that every transport maps all of them in one place.
 * `message` is public and may be shown to anyone who made the request; `internal` is for logs only.
 */
export type ErrorCode =
  | "invalid"
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "limit_reached"
  | "unavailable";

export type FieldFault = { path: string; message: string };

type Details = {
  internal?: string | undefined;
  fields?: FieldFault[] | undefined;
  retryAfterSeconds?: number | undefined;
  cause?: unknown;
};

/** A symbol instead of `instanceof`: survives a package being loaded twice by a bundler. */
const marker = Symbol.for("triops.error");

export class TriopsError extends Error {
  readonly [marker] = true;
  readonly code: ErrorCode;
  readonly internal: string | undefined;
  readonly fields: FieldFault[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, details: Details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "TriopsError";
    this.code = code;
    this.internal = details.internal;
    this.fields = details.fields;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

export function isTriopsError(error: unknown): error is TriopsError {
  return typeof error === "object" && error !== null && marker in error;
}

export const invalid = (message: string, fields?: FieldFault[]) =>
  new TriopsError("invalid", message, { fields });

export const unauthenticated = (message = "Sign in or send an API key") =>
  new TriopsError("unauthenticated", message);

export const forbidden = (message: string, internal?: string) =>
  new TriopsError("forbidden", message, { internal });

/** Also the answer for what exists in another workspace: not yours is the same as not found. */
export const notFound = (noun: string) => new TriopsError("not_found", `No such ${noun}`);

export const conflict = (message: string) => new TriopsError("conflict", message);

export const limitReached = (message: string, retryAfterSeconds?: number) =>
  new TriopsError("limit_reached", message, { retryAfterSeconds });

/** A part we depend on is away. The caller may try again after `retryAfterSeconds`. */
export const unavailable = (message: string, details: Details = {}) =>
  new TriopsError("unavailable", message, { retryAfterSeconds: 5, ...details });

export const httpStatusByCode: Record<ErrorCode, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  limit_reached: 429,
  unavailable: 503,
};
