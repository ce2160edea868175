import { createHash, timingSafeEqual } from "node:crypto";
import {
  type TryAnswer,
  type TryRequest,
  tryPath,
  tryRequest,
} from "@triops/domains/deployments/try-schemas";
import { newId } from "@triops/kernel/ids";
import { keyedHash } from "@triops/kernel/secrets";
import { predictionsOf } from "@triops/providers/inference/answer";
import type { FastifyInstance } from "fastify";
import type { Book } from "./book.ts";
import { asFault, InferenceFault } from "./fault.ts";
import { readScoring } from "./read-scoring.ts";
import type { Server } from "./serve.ts";

type TryOptions = { book: Book; server: Server; secretKey: string };

/** Twice what the web app lets through: it is JSON inside JSON. */
const bodyBytesMax = 64 * 1024;

/** What a person tries on a screen: served and logged like any request, asked by the web app in their name. */
export function registerTry(app: FastifyInstance, { book, server, secretKey }: TryOptions): void {
  const wanted = digest(`Bearer ${keyedHash(secretKey, "gateway-internal", tryPath)}`);
  app.addHook("onRequest", async ({ headers }, reply) => {
    if (timingSafeEqual(digest(headers.authorization ?? ""), wanted)) return;
    return reply.code(401).send({ error: "Not for callers from outside" });
  });
  app.post(tryPath, { bodyLimit: bodyBytesMax }, async (request, reply) => {
    const asked = tryRequest.safeParse(request.body);
    if (!asked.success) return reply.code(400).send({ error: "Not understood" });
    return answerTo(asked.data);
  });

  const answerTo = async ({ workspaceId, deployment: name, body, user }: TryRequest): Promise<TryAnswer> => {
    const requestId = newId();
    const startedMs = performance.now();
    const since = () => Math.round((performance.now() - startedMs) * 100) / 100;
    try {
      const deployment = book.find(workspaceId, name);
      if (!deployment) throw new InferenceFault(404, `There is no deployment "${name}"`);
      const asked = readScoring("application/json", Buffer.from(body));
      const who = { keyId: "", requestId, service: "", user, header: () => undefined };
      const { variant, answered } = await server.serve(deployment, asked, who, null);
      const answer = answered.body
        ? JSON.parse(answered.body.toString("utf8"))
        : JSON.parse(JSON.stringify({ predictions: predictionsOf(answered.outputs ?? [], asked.asRecords) }));
      const { role, modelVersion: version } = variant;
      return { status: 200, body: answer, role, version, requestId, latencyMs: since() };
    } catch (error) {
      const fault = asFault(error);
      if (!fault) throw error;
      const said = { message: fault.message };
      return { status: fault.status, body: said, role: null, version: null, requestId, latencyMs: since() };
    }
  };
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
