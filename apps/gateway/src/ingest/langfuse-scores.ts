import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { type TakenScore, takenScore } from "@triops/domains/scores/schemas";
import { invalid } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { parseJson } from "@triops/kernel/json";
import type { Logger } from "@triops/kernel/logger";
import type { Redis } from "@triops/kernel/redis";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { append, partsOf } from "../intake/append.ts";
import { type Admission, admit } from "../snapshot/admit.ts";
import { type Budget, checkEncoding, inflate, readBody } from "./body.ts";
import { isScore } from "./evaluations.ts";
import { IngestFault } from "./fault.ts";
import { faultOf } from "./otlp-reply.ts";

export type LangfuseScoresOptions = {
  redis: Redis;
  admission: Admission;
  budget: Budget;
  log: Logger;
  observe(signal: string, status: number, accepted: number, rejected: number, bytes: number): void;
};

const signal = "scores";
const bytesMax = 4 * 1024 * 1024;
const eventsMax = 1_000;

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Scores from Langfuse's clients: one (`POST /api/public/scores`), or the batches that they gather
 * (`POST /api/public/ingestion`, of which scores are taken; spans come as OTLP). Answered once queued.
 */
export function registerLangfuseScores(app: FastifyInstance, options: LangfuseScoresOptions): void {
  const { redis, admission, budget, observe, log } = options;
  app.removeAllContentTypeParsers();
  app.decorateRequest("publishedKey", null);
  app.addHook("onRequest", async (request) => {
    request.publishedKey = admit(admission, request.headers, "ingest", new Date());
    checkEncoding(request.headers["content-encoding"]);
  });
  app.addContentTypeParser(
    "application/json",
    async (request: FastifyRequest, stream: NodeJS.ReadableStream) => {
      const declared = Number(request.headers["content-length"]);
      const raw = await readBody(stream as never, Number.isFinite(declared) ? declared : undefined, budget);
      const body = await inflate(raw, checkEncoding(request.headers["content-encoding"]));
      if (body.length > bytesMax) throw new IngestFault(413, "The body is larger than 4 MiB");
      return body;
    },
  );
  const keep = (key: PublishedKey, scores: readonly TakenScore[]) =>
    append(
      redis,
      "scores",
      key,
      partsOf(scores).map((part) => ({ items: part.length, body: part })),
      new Date(),
    );

  app.post("/api/public/scores", async (request, reply) => {
    const body = bodyOf(request);
    const score = readScore(body, newId());
    if (typeof score === "string") throw invalid(score);
    await keep(request.publishedKey as PublishedKey, [score]);
    observe(signal, 200, 1, 0, (request.body as Buffer).length);
    return reply.send({ id: score.externalId });
  });

  app.post("/api/public/ingestion", async (request, reply) => {
    const { batch } = bodyOf(request);
    if (!Array.isArray(batch) || batch.length > eventsMax)
      throw invalid(`"batch" is a list of at most ${eventsMax} events`);
    const scores: TakenScore[] = [];
    const successes: object[] = [];
    const errors: object[] = [];
    for (const one of batch) {
      const id = isFields(one) && typeof one.id === "string" ? one.id.slice(0, 200) : "";
      const score =
        isFields(one) && one.type === "score-create" && isFields(one.body)
          ? readScore(one.body, id || newId(), one.timestamp)
          : "Only scores are taken here; send spans as OTLP to /api/public/otel/v1/traces";
      if (typeof score === "string") errors.push({ id, status: 400, message: score });
      else {
        scores.push(score);
        successes.push({ id, status: 201 });
      }
    }
    if (scores.length > 0) await keep(request.publishedKey as PublishedKey, scores);
    observe(signal, 207, scores.length, errors.length, (request.body as Buffer).length);
    return reply.code(207).send({ successes, errors });
  });

  app.setErrorHandler((error, request, reply) => {
    const fault = faultOf(error);
    reply.code(fault.status);
    if (fault.retryAfterSeconds !== undefined) reply.header("retry-after", String(fault.retryAfterSeconds));
    reply.send({
      message: fault.message,
      error: fault.status === 401 ? "Unauthorized" : "InvalidRequestError",
    });
    observe(signal, fault.status, 0, 0, 0);
    if (fault.unexpected) log.error({ err: error, path: request.url }, "scores failed");
  });
}

/** @throws invalid */
function bodyOf(request: FastifyRequest): Fields {
  const raw = request.body as Buffer | undefined;
  const body = parseJson((raw ?? Buffer.alloc(0)).toString("utf8"));
  if (!isFields(body)) throw invalid("The body is a JSON object");
  return body;
}

const kinds: Record<string, "numeric" | "categorical" | "boolean"> = {
  NUMERIC: "numeric",
  CATEGORICAL: "categorical",
  BOOLEAN: "boolean",
};

/** Or what is wrong with it. */
function readScore(body: Fields, id: string, at?: unknown): TakenScore | string {
  const kind = typeof body.dataType === "string" ? kinds[body.dataType] : undefined;
  const parsed = takenScore.safeParse({
    externalId: typeof body.id === "string" && body.id !== "" ? body.id : id,
    name: body.name,
    value: body.value,
    ...(kind ? { kind } : {}),
    comment: typeof body.comment === "string" ? body.comment.slice(0, 4_000) : "",
    traceId: body.traceId ?? "",
    spanId: body.observationId ?? "",
    session: body.traceId ? "" : (body.sessionId ?? ""),
    at: [body.timestamp, at].find((time) => typeof time === "string") ?? new Date().toISOString(),
  });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return `${issue?.path.join(".") ?? "score"}: ${issue?.message ?? "cannot be read"}`;
  }
  const score = parsed.data;
  if (score.traceId === "" && score.session === "") return "traceId or sessionId: name what is scored";
  return isScore(score) ? score : "value: does not fit the type of the score";
}
