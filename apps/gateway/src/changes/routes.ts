import { webhookSecretPlace } from "@triops/domains/api-keys/rules";
import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { httpStatusByCode, isTriopsError } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { parseJson } from "@triops/kernel/json";
import type { Logger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";
import { open } from "@triops/kernel/secrets";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Budget, checkEncoding, inflate, readBody } from "../ingest/body.ts";
import { IngestFault } from "../ingest/fault.ts";
import type { IngestCounts } from "../ingest/ingest-counts.ts";
import { faultOf } from "../ingest/otlp-reply.ts";
import { append } from "../intake/append.ts";
import { limits } from "../limits.ts";
import { type Admission, admit, credentialOf } from "../snapshot/admit.ts";
import { readGithub } from "./github.ts";
import { readReports } from "./reports.ts";
import { checkSignature, type Signer } from "./signature.ts";

export type ChangesOptions = {
  redis: Redis;
  /** Opens the secrets that keys have for webhooks. */
  secretKey: string;
  admission: Admission;
  budget: Budget;
  counts: IngestCounts;
  log: Logger;
  /** Called once per request with what became of it. */
  observe(signal: string, status: number, accepted: number, rejected: number, bytes: number): void;
};

const path = "/webhooks/changes";
const signal = "changes";

/** Changes of the world: the form of our own contracts, and GitHub's by its event header. Answered once queued. */
export function registerChanges(app: FastifyInstance, options: ChangesOptions): void {
  const { redis, secretKey, admission, budget, counts, observe, log } = options;
  app.removeAllContentTypeParsers();
  app.decorateRequest("publishedKey", null);
  app.addHook("onRequest", async (request) => {
    request.publishedKey = admit(admission, request.headers, "ingest", new Date());
    checkEncoding(request.headers["content-encoding"]);
    requireKnownType(request);
  });
  app.addContentTypeParser("*", async (request: FastifyRequest, stream: NodeJS.ReadableStream) => {
    const declared = Number(request.headers["content-length"]);
    if (declared > limits.changesBytesMax) throw tooLarge();
    const body = await readBody(stream as never, Number.isFinite(declared) ? declared : undefined, budget);
    if (body.length > limits.changesBytesMax) throw tooLarge();
    return body;
  });

  app.post(path, async (request, reply) => {
    const key = request.publishedKey as PublishedKey;
    const raw = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    const now = new Date();
    const origin = { workspaceId: key.workspaceId, signal, source: key.keyId };
    try {
      const { reports, ignored } = await read(request, raw, now);
      if (reports.length > 0)
        await append(redis, "changes", key, [{ items: reports.length, body: reports }], now);
      counts.add({ ...origin, outcome: "accepted", reason: "" }, reports.length, now.getTime());
      observe(signal, 202, reports.length, 0, raw.length);
      return await reply.code(202).send({ accepted: reports.length, ...(ignored ? { ignored } : {}) });
    } catch (error) {
      if (isTriopsError(error) && error.code === "invalid") {
        counts.add({ ...origin, outcome: "rejected", reason: "invalid" }, 1, now.getTime());
        const first = error.fields?.[0];
        const detail = first ? `${first.path}: ${first.message}` : error.message;
        const payload = raw.toString("utf8");
        counts.letter({ ...origin, reason: "invalid", detail, payload, count: 1 }, now.getTime());
      }
      throw error;
    }
  });

  async function read(request: FastifyRequest, raw: Buffer, now: Date) {
    const body = await inflate(raw, checkEncoding(request.headers["content-encoding"]));
    if (body.length > limits.changesBytesMax) throw tooLarge();
    const event = headerOf(request, "x-github-event");
    if (event === undefined) {
      if (!isJson(request)) throw new IngestFault(415, "Content-Type must be application/json");
      return { reports: readReports(parseJson(textOf(body)), idempotencyKey(request), now), ignored: null };
    }
    checkSignature(headerOf(request, "x-hub-signature-256"), signerOf(request), body);
    const text = isJson(request) ? textOf(body) : (new URLSearchParams(textOf(body)).get("payload") ?? "");
    const { service } = request.query as { service?: string };
    return readGithub(event, parseJson(text), typeof service === "string" && service ? service : null, now);
  }

  function signerOf(request: FastifyRequest): Signer {
    const { workspaceId, keyId, webhookSecret } = request.publishedKey as PublishedKey;
    if (!webhookSecret) return { secret: credentialOf(request.headers) ?? "", isRequired: false };
    const secret = open(secretKey, workspaceId, webhookSecretPlace(keyId), webhookSecret);
    return { secret, isRequired: true };
  }

  app.setErrorHandler((error, request, reply) => {
    const fault = faultOf(error);
    const ours = isTriopsError(error) ? error : null;
    reply.code(fault.status);
    if (fault.retryAfterSeconds !== undefined) reply.header("retry-after", String(fault.retryAfterSeconds));
    if (fault.status === 401) reply.header("www-authenticate", 'Bearer realm="triops", Basic realm="triops"');
    // What was not read of the body would be taken for the next request.
    if (fault.status !== 400) reply.header("connection", "close");
    const code = ours?.code ?? codeByStatus.get(fault.status) ?? "invalid";
    reply.send({
      meta: { requestId: newId() },
      error: {
        code,
        title: titleOf(fault.status),
        detail: fault.message,
        ...(ours?.fields ? { fields: ours.fields } : {}),
      },
    });
    observe(signal, fault.status, 0, fault.status === 400 ? 1 : 0, 0);
    if (fault.unexpected) log.error({ err: error, path: request.url }, "changes failed");
    else if (fault.status >= 500) log.warn({ err: error, path: request.url }, "changes refused");
  });
}

const codeByStatus = new Map(Object.entries(httpStatusByCode).map(([code, status]) => [status, code]));

function titleOf(status: number): string {
  if (status === 413) return "Too large";
  if (status === 415) return "Unsupported media type";
  if (status === 401) return "Not signed in";
  if (status === 403) return "Not allowed";
  return status >= 500 ? "Not available" : "Not valid";
}

const tooLarge = () => new IngestFault(413, "The body is larger than 1 MiB");

function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

const typeOf = (request: FastifyRequest): string =>
  (request.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
const isJson = (request: FastifyRequest): boolean => typeOf(request) === "application/json";

/** @throws IngestFault 415; GitHub may also send forms */
function requireKnownType(request: FastifyRequest): void {
  const form = headerOf(request, "x-github-event") && typeOf(request) === "application/x-www-form-urlencoded";
  if (!isJson(request) && !form) throw new IngestFault(415, "Content-Type must be application/json");
}

/** @throws IngestFault 400 */
function idempotencyKey(request: FastifyRequest): string | null {
  const key = headerOf(request, "idempotency-key");
  if (key === undefined) return null;
  if (key.length > 200) throw new IngestFault(400, "Idempotency-Key is longer than 200 characters");
  return key;
}

/** @throws IngestFault 400 */
function textOf(body: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    throw new IngestFault(400, "The body is not UTF-8");
  }
}
