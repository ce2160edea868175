import { createHash, timingSafeEqual } from "node:crypto";
import type { PublishedRoute } from "@triops/domains/llm-routes/snapshot-schemas";
import { unauthenticated } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Logger } from "@triops/kernel/logger";
import { keyedHash } from "@triops/kernel/secrets";
import type { FastifyInstance } from "fastify";
import type { LlmPicture } from "../snapshot/llm.ts";
import type { LlmCall } from "./call.ts";
import { chooseRoute } from "./choose-route.ts";
import { CallFault } from "./fault.ts";
import { openaiForm } from "./fault-forms.ts";
import { type Fields, textOf } from "./fields.ts";
import type { Pipeline } from "./pipeline.ts";
import { newCall, readJsonBody } from "./read-call.ts";
import { checkAsked, headerOf, headersOf, wishesOf } from "./routes.ts";
import { sinkTo } from "./sink.ts";
import { faultOf, sendCallFault } from "./transport-faults.ts";

const path = "/internal/llm/chat/completions";
const bodyBytesMax = 20 * 1024 * 1024;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Kept as long as what comes with a usual key. */
const retentionDays = 30;

/**
 * Calls that Triops makes for a signed-in person: the same pipeline and records, under the workspace's limits. A route by
 * its name as `model`, or `provider` (an id) with that provider's `model`. A stream ends with an event `triops` that
 * tells what it cost.
 */
export function registerInternalLlm(
  app: FastifyInstance,
  parts: { secretKey: string; picture: LlmPicture; pipeline: Pipeline; log: Logger },
): void {
  const { picture, pipeline, log } = parts;
  const wanted = digest(`Bearer ${keyedHash(parts.secretKey, "gateway-internal", path)}`);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "*",
    { parseAs: "buffer", bodyLimit: bodyBytesMax },
    async (_request: unknown, body: Buffer) => body,
  );
  app.addHook("onRequest", async ({ headers }) => {
    if (!timingSafeEqual(digest(headers.authorization ?? ""), wanted)) throw unauthenticated();
  });
  app.setErrorHandler((error, request, reply) => {
    const { fault, unexpected } = faultOf(error);
    if (unexpected) log.error({ err: error }, "a model call from within failed");
    sendCallFault(openaiForm, fault, String(reply.getHeader("x-request-id") ?? newId()), request, reply);
  });
  app.post(path, async (request, reply) => {
    const workspaceId = headerOf(request, "x-triops-workspace") ?? "";
    if (!uuid.test(workspaceId))
      throw new CallFault(400, "invalid_header", "x-triops-workspace must be a workspace's id");
    const {
      provider,
      route: named,
      ...body
    } = readJsonBody((request.body as Buffer | undefined) ?? Buffer.alloc(0));
    const actorId = headerOf(request, "x-triops-actor") ?? "";
    const asker = {
      workspaceId,
      keyId: "",
      retentionDays,
      virtualKey: null,
      origin: "playground",
      actorId,
    } as const;
    const call = newCall("chat", asker, request.headers, body);
    reply.header("x-request-id", call.id);
    call.user = decoded(call.user);
    call.prompt = promptOf(call, picture);
    const route =
      typeof provider === "string"
        ? directRoute(picture, workspaceId, provider, body)
        : chooseRoute((name) => picture.routes.find(workspaceId, name), named ?? body.model, "chat", null);
    call.route = route.name;
    call.routeId = typeof provider === "string" ? "" : route.id;
    call.logBodies = route.logBodies;
    checkAsked(call);
    const sink = { ...sinkTo(request, reply, headersOf(call)), tellsCost: true };
    await pipeline.run(call, route, wishesOf(request), sink);
    return reply;
  });
}

/** As a route would be that has this one target and nothing else. @throws CallFault 404 */
function directRoute(
  picture: LlmPicture,
  workspaceId: string,
  providerId: string,
  body: Fields,
): PublishedRoute {
  const provider = picture.providers.get(providerId);
  const model = textOf(body.model);
  if (provider?.workspaceId !== workspaceId)
    throw new CallFault(404, "provider_not_found", "There is no such provider", { param: "provider" });
  if (model === "")
    throw new CallFault(400, "missing_model", "Which model of the provider?", { param: "model" });
  return {
    workspaceId,
    id: provider.id,
    name: model,
    enabled: true,
    targets: [{ id: provider.id, providerId: provider.id, model, weight: 100, tier: 0, parameters: {} }],
    fallbackOn: [],
    retries: { attempts: 0, backoffMs: 250, backoffMsMax: 1_000 },
    timeouts: { firstTokenMs: 120_000, totalMs: 600_000 },
    // Somebody who tries something out is told each failure, and closes nothing off.
    breaker: { failures: 1_000, windowMs: 1_000, openMs: 1_000 },
    cache: { mode: "off", ttlSeconds: 0 },
    guardrails: { request: [], response: [] },
    logBodies: true,
    revision: provider.revision,
  };
}

/** What the playground runs is a version's content: told as metadata, rendered already. */
function promptOf({ metadata, workspaceId }: LlmCall, picture: LlmPicture): LlmCall["prompt"] {
  const version = Number(metadata.prompt_version);
  if (!metadata.prompt || !Number.isSafeInteger(version) || version < 1) return null;
  const name = decoded(metadata.prompt);
  metadata.prompt = name;
  const found = picture.prompts.find(workspaceId, name);
  return found ? { id: found.id, name, version, label: null } : null;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
