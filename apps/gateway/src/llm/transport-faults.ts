import { httpStatusByCode, isTriopsError } from "@triops/kernel/errors";
import type { FastifyReply, FastifyRequest } from "fastify";
import { IngestFault } from "../ingest/fault.ts";
import { asFault } from "./call-faults.ts";
import { CallFault } from "./fault.ts";
import type { FaultForm } from "./ports.ts";

const codes: Readonly<Record<number, string>> = {
  400: "invalid_request",
  401: "invalid_api_key",
  403: "forbidden",
  404: "not_found",
  413: "body_too_large",
  415: "unsupported_media_type",
  429: "rate_limit_exceeded",
  503: "unavailable",
};

/** Any failure of a request, of the call or before there was one. */
export function faultOf(error: unknown): { fault: CallFault; unexpected: boolean } {
  const plain = (status: number, message: string, retryAfterSeconds?: number) => ({
    fault: new CallFault(status, codes[status] ?? "invalid_request", message, { retryAfterSeconds }),
    unexpected: false,
  });
  const known = asFault(error);
  if (known) return { fault: known, unexpected: false };
  if (error instanceof IngestFault) return plain(error.status, error.message, error.retryAfterSeconds);
  if (isTriopsError(error))
    return plain(httpStatusByCode[error.code], error.message, error.retryAfterSeconds);
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 0;
  if (error instanceof Error && status >= 400 && status < 500) return plain(status, error.message);
  const fault = new CallFault(500, "internal_error", "The gateway could not answer this");
  return { fault, unexpected: true };
}

/** @param form how the caller tells failures */
export function sendCallFault(
  form: FaultForm,
  fault: CallFault,
  requestId: string,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  // A caller that went away reads nothing; the connection is closed with it.
  reply.code(fault.status).headers(fault.headers).header("x-request-id", requestId);
  if (fault.retryAfterSeconds !== undefined) reply.header("retry-after", String(fault.retryAfterSeconds));
  if (fault.status === 401) reply.header("www-authenticate", 'Bearer realm="triops"');
  // What was not read of the body would be taken for the next request.
  if (request.method === "POST" && request.body === undefined) reply.header("connection", "close");
  reply.send(form.body(fault, requestId));
}

/** Paths that belong to OpenAI's interface, whether or not we serve them. */
export const isOpenaiPath = (url: string): boolean =>
  /^\/v1\/(?:chat|responses|embeddings|models|completions|messages|audio|images|files|batches|moderations|assistants|threads|vector_stores|uploads|fine_tuning|realtime|conversations|containers)(?:[/?]|$)/.test(
    url,
  );
