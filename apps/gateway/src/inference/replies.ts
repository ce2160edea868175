import { httpStatusByCode, isTriopsError } from "@triops/kernel/errors";
import type { FastifyReply, FastifyRequest } from "fastify";
import { IngestFault } from "../ingest/fault.ts";
import { asFault } from "./fault.ts";

export type Protocol = "oip" | "mlflow";

export type Said = {
  status: number;
  message: string;
  retryAfterSeconds: number | undefined;
  unexpected: boolean;
};

/** MLflow's names of what went wrong. */
const mlflowCodes: Readonly<Record<number, string>> = {
  400: "BAD_REQUEST",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "RESOURCE_DOES_NOT_EXIST",
  413: "BAD_REQUEST",
  429: "REQUEST_LIMIT_EXCEEDED",
  500: "INTERNAL_ERROR",
  502: "INTERNAL_ERROR",
  503: "TEMPORARILY_UNAVAILABLE",
  504: "TEMPORARILY_UNAVAILABLE",
};

/** Any failure in words and a status. */
export function say(error: unknown): Said {
  const plain = (status: number, message: string, retryAfterSeconds?: number): Said => ({
    status,
    message,
    retryAfterSeconds,
    unexpected: false,
  });
  if (error instanceof IngestFault) return plain(error.status, error.message, error.retryAfterSeconds);
  if (isTriopsError(error) && error.code !== "unavailable" && error.code !== "invalid")
    return plain(httpStatusByCode[error.code], error.message, error.retryAfterSeconds);
  const fault = asFault(error);
  if (fault) return plain(fault.status, fault.message, fault.retryAfterSeconds);
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 0;
  if (status >= 400 && status < 500)
    return plain(status, error instanceof Error ? error.message : "Bad request");
  return { ...plain(500, "The gateway could not answer this"), unexpected: true };
}

/** Any failure in the shape of the protocol in which it was asked. */
export function sendInferenceFault(
  protocol: Protocol,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Said {
  const said = say(error);
  const { status, message } = said;
  reply.code(status);
  if (said.retryAfterSeconds !== undefined) reply.header("retry-after", String(said.retryAfterSeconds));
  if (status === 401) reply.header("www-authenticate", 'Bearer realm="triops", Basic realm="triops"');
  // What was not read of the body would be taken for the next request.
  if (request.method === "POST" && request.body === undefined) reply.header("connection", "close");
  if (protocol === "oip") reply.send({ error: message });
  else if (status === 415) reply.type("text/plain; charset=utf-8").send(message);
  else reply.send(mlflowBody(said));
  return said;
}

export const mlflowBody = ({ status, message }: Said) => ({
  error_code: mlflowCodes[status] ?? "INTERNAL_ERROR",
  message,
  stack_trace: "",
});
