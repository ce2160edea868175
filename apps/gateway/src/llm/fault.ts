import type { ErrorClass } from "./call.ts";

type Details = {
  class?: ErrorClass;
  param?: string | null;
  retryAfterSeconds?: number | undefined;
  headers?: Readonly<Record<string, string>>;
  cause?: unknown;
};

/** Why a call gets no answer. `message` is for the caller; `code` is what programs read. */
export class CallFault extends Error {
  override name = "CallFault";
  readonly status: number;
  readonly code: string;
  readonly class: ErrorClass;
  /** The field of the body that it is about. */
  readonly param: string | null;
  readonly retryAfterSeconds: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, details: Details = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.status = status;
    this.code = code;
    this.class = details.class ?? "bad_request";
    this.param = details.param ?? null;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.headers = details.headers ?? {};
  }
}
