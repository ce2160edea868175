import { isTriopsError } from "@triops/kernel/errors";
import { AttemptFailure, CallerGone } from "./attempt.ts";
import { CallFault } from "./fault.ts";
import type { Refusal } from "./ports.ts";

/** What the caller is told of a failure; null for one that nobody foresaw. */
export function asFault(error: unknown): CallFault | null {
  if (error instanceof CallFault) return error;
  if (error instanceof CallerGone) return callerGone();
  // Such as a prompt that cannot be rendered.
  if (isTriopsError(error) && error.code === "invalid")
    return new CallFault(400, "invalid_request", error.message);
  if (!(error instanceof AttemptFailure)) return null;
  const { errorClass, code, message, param, retryAfterMs } = error;
  return new CallFault(statusOf(error), code, message, {
    class: errorClass,
    param,
    ...(retryAfterMs === null ? {} : { retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1_000)) }),
    cause: error,
  });
}

export const callerGone = () =>
  new CallFault(499, "client_closed_request", "The caller went away", { class: "aborted" });

export const refusalFault = ({ status, code, message, headers, retryAfterSeconds }: Refusal) =>
  new CallFault(status, code, message, { class: "limit", headers, retryAfterSeconds });

/** A provider's own trouble is a bad gateway; what it says about the question is the caller's to read. */
function statusOf({ errorClass, status }: AttemptFailure): number {
  switch (errorClass) {
    case "rate_limit":
      return 429;
    case "timeout":
      return 504;
    case "context_length":
    case "content_filter":
      return 400;
    case "bad_request":
      // The caller's model is a route: that its target does not exist is a fault of the route.
      if (status === 404) return 502;
      return status >= 400 && status < 500 ? status : 400;
    default:
      return 502;
  }
}
