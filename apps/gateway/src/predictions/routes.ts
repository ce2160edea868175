import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { httpStatusByCode, isTriopsError } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Logger } from "@triops/kernel/logger";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { type Budget, checkEncoding, inflate, readBody } from "../ingest/body.ts";
import { IngestFault } from "../ingest/fault.ts";
import type { IngestCounts } from "../ingest/ingest-counts.ts";
import { faultOf } from "../ingest/otlp-reply.ts";
import { type Admission, admit } from "../snapshot/admit.ts";
import { bodyTypeOf, type Items, readItems } from "./items.ts";
import { type TakeIn, type Taken, takeLabels, takePredictions } from "./take-in.ts";

export type PredictionOptions = TakeIn & {
  admission: Admission;
  budget: Budget;
  counts: IngestCounts;
  log: Logger;
  now(): number;
  /** Called once per request with what became of it. */
  observe(signal: string, status: number, accepted: number, rejected: number, bytes: number): void;
};

const signal = "predictions";
/** Of the items that were not taken, so many are named. */
const faultsShown = 50;

type Take = (
  parts: TakeIn,
  key: PublishedKey,
  items: Items,
  usual: string | null,
  nowMs: number,
) => Promise<Taken>;

/** Predictions made elsewhere, and what turned out to be true of any. Answered when they are stored. */
export function registerPredictions(app: FastifyInstance, options: PredictionOptions): void {
  const { admission, budget, counts, observe, log } = options;
  app.removeAllContentTypeParsers();
  app.decorateRequest("publishedKey", null);
  app.addHook("onRequest", async (request) => {
    request.publishedKey = admit(admission, request.headers, "ingest", new Date());
    checkEncoding(request.headers["content-encoding"]);
    if (bodyTypeOf(request.headers["content-type"]) === null)
      throw new IngestFault(415, "Content-Type must be application/json or application/x-ndjson");
  });
  app.addContentTypeParser("*", async (request: FastifyRequest, stream: NodeJS.ReadableStream) => {
    const declared = Number(request.headers["content-length"]);
    const body = await readBody(stream as never, Number.isFinite(declared) ? declared : undefined, budget);
    budget.used += body.length;
    return body;
  });

  const route = (path: string, take: Take) => {
    app.post(path, async (request, reply) => {
      const key = request.publishedKey as PublishedKey;
      const raw = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
      const nowMs = options.now();
      let held = raw.length;
      try {
        const body = await inflate(raw, checkEncoding(request.headers["content-encoding"]));
        budget.used += body.length;
        held += body.length;
        const items = readItems(body, bodyTypeOf(request.headers["content-type"]) ?? "json");
        const taken = await take(options, key, items, usualDeployment(request), nowMs);
        count(key, taken, raw, nowMs);
        const status = taken.faults.length > 0 && taken.accepted + taken.duplicates === 0 ? 400 : 200;
        observe(signal, status, taken.accepted, taken.faults.length, raw.length);
        return await reply.code(status).send(answer(taken, status));
      } finally {
        budget.used -= held;
      }
    });
  };
  route("/v1/predictions", takePredictions);
  route("/v1/ground-truth", takeLabels);

  function count(key: PublishedKey, { accepted, faults }: Taken, raw: Buffer, nowMs: number): void {
    const origin = { workspaceId: key.workspaceId, signal, source: key.keyId };
    counts.add({ ...origin, outcome: "accepted", reason: "" }, accepted, nowMs);
    counts.add({ ...origin, outcome: "rejected", reason: "invalid" }, faults.length, nowMs);
    const [first] = faults;
    if (!first) return;
    const detail = `Item ${first.line}: ${first.message}`;
    const payload = raw.toString("utf8", 0, 4_000);
    counts.letter({ ...origin, reason: "invalid", detail, payload, count: faults.length }, nowMs);
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
    reply.send(errorBody(code, titleOf(fault.status), fault.message));
    observe(signal, fault.status, 0, fault.status === 400 ? 1 : 0, 0);
    if (fault.unexpected) log.error({ err: error, path: request.url }, "predictions failed");
    else if (fault.status >= 500) log.warn({ err: error, path: request.url }, "predictions refused");
  });
}

function answer({ accepted, duplicates, faults }: Taken, status: number) {
  const errors = faults.sort((a, b) => a.line - b.line).slice(0, faultsShown);
  const counted = { accepted, duplicates, rejected: faults.length, errors };
  if (status === 200) return counted;
  const [first] = errors;
  return { ...errorBody("invalid", "Not valid", `Item ${first?.line}: ${first?.message}`), ...counted };
}

const errorBody = (code: string, title: string, detail: string) => ({
  meta: { requestId: newId() },
  error: { code, title, detail },
});

const codeByStatus = new Map(Object.entries(httpStatusByCode).map(([code, status]) => [status, code]));

function titleOf(status: number): string {
  if (status === 413) return "Too large";
  if (status === 415) return "Unsupported media type";
  if (status === 401) return "Not signed in";
  if (status === 403) return "Not allowed";
  return status >= 500 ? "Not available" : "Not valid";
}

/** `?deployment=fraud` for items that name none. @throws IngestFault 400 */
function usualDeployment(request: FastifyRequest): string | null {
  const { deployment } = request.query as { deployment?: unknown };
  if (deployment === undefined || deployment === "") return null;
  if (typeof deployment !== "string" || deployment.length > 256)
    throw new IngestFault(400, "deployment is one name of at most 256 characters");
  return deployment;
}
