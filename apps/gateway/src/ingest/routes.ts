import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import type { Logger } from "@triops/kernel/logger";
import { DecodeError } from "@triops/telemetry/otlp/decode-error";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Admission, admit } from "../snapshot/admit.ts";
import { type Budget, checkEncoding, inflate, readBody } from "./body.ts";
import type { IngestCounts } from "./ingest-counts.ts";
import type { IngestResult } from "./otlp-metrics.ts";
import {
  type Encoding,
  encodingOf,
  exportReply,
  faultOf,
  mimeTypeOf,
  type Signal,
  statusReply,
} from "./otlp-reply.ts";

export type OtlpRoute = {
  path: string;
  signal: Signal;
  ingest(key: PublishedKey, body: Buffer, encoding: Encoding): Promise<IngestResult>;
};

export type OtlpOptions = {
  routes: readonly OtlpRoute[];
  admission: Admission;
  budget: Budget;
  counts: IngestCounts;
  log: Logger;
  /** Called once per request with what became of it. */
  observe(signal: Signal, status: number, accepted: number, rejected: number, bytes: number): void;
};

declare module "fastify" {
  interface FastifyRequest {
    /** Set once the key was checked. */
    publishedKey: PublishedKey | null;
  }
}

/** The OTLP endpoints. A request is refused by its headers before a byte of its body is read. */
export function registerOtlp(app: FastifyInstance, options: OtlpOptions): void {
  const { admission, budget, counts, observe, log } = options;
  app.removeAllContentTypeParsers();
  app.decorateRequest("publishedKey", null);
  app.addHook("onRequest", async (request) => {
    request.publishedKey = admit(admission, request.headers, "ingest", new Date());
    checkEncoding(request.headers["content-encoding"]);
  });
  for (const type of ["application/x-protobuf", "application/protobuf", "application/json"]) {
    app.addContentTypeParser(type, async (request: FastifyRequest, stream: NodeJS.ReadableStream) => {
      const declared = Number(request.headers["content-length"]);
      const body = await readBody(stream as never, Number.isFinite(declared) ? declared : undefined, budget);
      budget.used += body.length;
      return body;
    });
  }

  for (const route of options.routes) {
    app.post(route.path, async (request, reply) => {
      const key = request.publishedKey as PublishedKey;
      const encoding = encodingOf(request.headers["content-type"]) ?? "json";
      const raw = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
      let held = raw.length;
      try {
        const body = await inflate(raw, checkEncoding(request.headers["content-encoding"]));
        budget.used += body.length;
        held += body.length;
        const result = await route.ingest(key, body, encoding);
        observe(route.signal, 200, result.accepted, result.rejected, raw.length);
        return await reply
          .type(mimeTypeOf(encoding))
          .send(exportReply(encoding, route.signal, result.rejected, result.message));
      } catch (error) {
        if (error instanceof DecodeError) {
          const origin = {
            workspaceId: key.workspaceId,
            signal: route.signal,
            source: key.keyId,
            reason: "undecodable",
          };
          counts.add({ ...origin, outcome: "rejected" }, 1, Date.now());
          counts.letter(
            { ...origin, detail: error.message, payload: raw.toString("base64", 0, 3_000), count: 1 },
            Date.now(),
          );
        }
        throw error;
      } finally {
        budget.used -= held;
      }
    });
  }

  app.setErrorHandler((error, request, reply) => {
    const fault = sendFault(error, request, reply);
    const signal =
      options.routes.find((route) => route.path === request.routeOptions.url)?.signal ?? "metrics";
    observe(signal, fault.status, 0, 0, 0);
    if (fault.unexpected) log.error({ err: error, path: request.url }, "ingest failed");
    else if (fault.status >= 500) log.warn({ err: error, path: request.url }, "ingest refused");
  });
}

/** Answers with google.rpc.Status in the request's own type. */
export function sendFault(error: unknown, request: FastifyRequest, reply: FastifyReply) {
  const encoding = encodingOf(request.headers["content-type"]) ?? "json";
  const fault = faultOf(error);
  reply.code(fault.status).type(mimeTypeOf(encoding));
  if (fault.retryAfterSeconds !== undefined) reply.header("retry-after", String(fault.retryAfterSeconds));
  if (fault.status === 401) reply.header("www-authenticate", 'Bearer realm="triops"');
  // What was not read of the body would be taken for the next request.
  if (fault.status !== 400) reply.header("connection", "close");
  reply.send(statusReply(encoding, fault.code, fault.message));
  return fault;
}
