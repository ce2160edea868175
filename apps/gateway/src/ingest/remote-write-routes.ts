import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import type { Logger } from "@triops/kernel/logger";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Admission, admit } from "../snapshot/admit.ts";
import { type Budget, readBody } from "./body.ts";
import type { MetricIngest } from "./otlp-metrics.ts";
import { faultOf } from "./otlp-reply.ts";
import { ingestWrite } from "./remote-write.ts";
import {
  checkSnappy,
  isUndecodable,
  refusalText,
  unsnap,
  versionOf,
  writtenHeaders,
} from "./remote-write-reply.ts";

export type RemoteWriteOptions = {
  ingest: MetricIngest;
  admission: Admission;
  budget: Budget;
  log: Logger;
  /** Called once per request with what became of it. */
  observe(signal: "metrics", status: number, accepted: number, rejected: number, bytes: number): void;
};

const path = "/api/v1/write";

/**
 * Prometheus remote_write 1.0 and 2.0. A request is refused by its headers before a byte of its body is read; texts
 * are plain, for the sender's log.
 */
export function registerRemoteWrite(app: FastifyInstance, options: RemoteWriteOptions): void {
  const { admission, budget, ingest, observe, log } = options;
  app.removeAllContentTypeParsers();
  app.decorateRequest("publishedKey", null);
  app.addHook("onRequest", async (request) => {
    request.publishedKey = admit(admission, request.headers, "ingest", new Date());
    versionOf(request.headers["content-type"]);
    checkSnappy(request.headers["content-encoding"]);
  });
  app.addContentTypeParser("*", async (request: FastifyRequest, stream: NodeJS.ReadableStream) => {
    const declared = Number(request.headers["content-length"]);
    const body = await readBody(stream as never, Number.isFinite(declared) ? declared : undefined, budget);
    budget.used += body.length;
    return body;
  });

  app.post(path, async (request, reply) => {
    const key = request.publishedKey as PublishedKey;
    const version = versionOf(request.headers["content-type"]);
    const block = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    let held = block.length;
    try {
      const uncompressed = () => {
        const body = unsnap(block);
        budget.used += body.length;
        held += body.length;
        return body;
      };
      const result = await ingestWrite(ingest, key, block, uncompressed, version);
      const text = refusalText(result, version);
      const accepted = result.samples + result.histograms;
      const rejected = [...result.refused.values()].reduce((sum, { count }) => sum + count, 0);
      observe("metrics", text === null ? 204 : 400, accepted, rejected, block.length);
      if (version === 2) reply.headers(writtenHeaders(result));
      if (text === null) return await reply.code(204).send();
      return await reply.code(400).type("text/plain; charset=utf-8").send(`${text}\n`);
    } catch (error) {
      if (isUndecodable(error)) noteUndecodable(key, error, block);
      throw error;
    } finally {
      budget.used -= held;
    }
  });

  function noteUndecodable(key: PublishedKey, error: Error, block: Buffer): void {
    const { workspaceId, keyId: source } = key;
    const origin = { workspaceId, signal: "metrics", source, reason: "undecodable" };
    const nowMs = ingest.now();
    ingest.counts.add({ ...origin, outcome: "rejected" }, 1, nowMs);
    const payload = block.toString("base64", 0, 3_000);
    ingest.counts.letter({ ...origin, detail: error.message, payload, count: 1 }, nowMs);
  }

  app.setErrorHandler((error, request, reply) => {
    const fault = faultOf(error);
    reply.code(fault.status).type("text/plain; charset=utf-8");
    if (fault.retryAfterSeconds !== undefined) reply.header("retry-after", String(fault.retryAfterSeconds));
    if (fault.status === 401) reply.header("www-authenticate", 'Bearer realm="triops"');
    // What was not read of the body would be taken for the next request.
    if (fault.status !== 400) reply.header("connection", "close");
    if (isVersion2(request.headers["content-type"])) reply.headers(writtenHeaders(null));
    reply.send(`${fault.message}\n`);
    observe("metrics", fault.status, 0, 0, 0);
    if (fault.unexpected) log.error({ err: error, path }, "remote_write failed");
    else if (fault.status >= 500) log.warn({ err: error, path }, "remote_write refused");
  });
}

function isVersion2(contentType: string | undefined): boolean {
  try {
    return versionOf(contentType) === 2;
  } catch {
    return false;
  }
}
