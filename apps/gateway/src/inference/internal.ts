import { createHash, timingSafeEqual } from "node:crypto";
import { tryPath } from "@triops/domains/deployments/try-schemas";
import { smokePath } from "@triops/domains/promotions/smoke-schemas";
import { unauthenticated } from "@triops/kernel/errors";
import { keyedHash } from "@triops/kernel/secrets";
import { readJson } from "@triops/providers/inference/read-json";
import type { FastifyInstance } from "fastify";
import { sendInferenceFault } from "./replies.ts";
import { runSmoke, type SmokeParts } from "./smoke.ts";
import { type TryParts, tryOut } from "./try-out.ts";

const bodyBytesMax = 8 * 1024 * 1024;

/** What the rest of Triops asks of the runner, with a key that only holders of the installation's secret can make. */
export function registerInternal(
  app: FastifyInstance,
  parts: SmokeParts & TryParts & { secretKey: string },
): void {
  const wanted = new Map(
    [smokePath, tryPath].map((path) => [
      path,
      digest(`Bearer ${keyedHash(parts.secretKey, "gateway-internal", path)}`),
    ]),
  );
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "*",
    { parseAs: "buffer", bodyLimit: bodyBytesMax },
    async (_request: unknown, body: Buffer) => body,
  );
  app.addHook("onRequest", async ({ headers, routeOptions }) => {
    const key = wanted.get(routeOptions.url ?? "");
    if (!key || !timingSafeEqual(digest(headers.authorization ?? ""), key)) throw unauthenticated();
  });
  app.setErrorHandler((error, request, reply) => {
    sendInferenceFault("mlflow", error, request, reply);
  });
  const bodyOf = ({ body }: { body?: unknown }) => readJson(String(body ?? ""), true);
  app.post(smokePath, async (request) => runSmoke(parts, bodyOf(request)));
  app.post(tryPath, async (request) => tryOut(parts, bodyOf(request)));
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
