import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { newId } from "@triops/kernel/ids";
import type { Logger } from "@triops/kernel/logger";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Budget, checkEncoding, inflate } from "../ingest/body.ts";
import { limits } from "../limits.ts";
import { type Admission, admit } from "../snapshot/admit.ts";
import type { LlmPicture } from "../snapshot/llm.ts";
import type { LlmCall, Operation } from "./call.ts";
import { chooseRoute, isAllowed } from "./choose-route.ts";
import type { CountTokens } from "./count-tokens.ts";
import { CallFault } from "./fault.ts";
import { formOf } from "./forms.ts";
import type { Pipeline, Wishes } from "./pipeline.ts";
import { type PromptResolver, readPromptRef } from "./prompt-reference.ts";
import { newCall, readJsonBody, virtualKeyOf } from "./read-call.ts";
import { sinkTo } from "./sink.ts";
import { faultOf, sendCallFault } from "./transport-faults.ts";

export type LlmRoutesOptions = {
  picture: LlmPicture;
  pipeline: Pipeline;
  prompts: PromptResolver;
  countTokens: CountTokens;
  admission: Admission;
  /** Of this interface's own: long calls must not keep telemetry out. */
  budget: Budget;
  log: Logger;
  observe(signal: string, status: number, accepted: number, rejected: number, bytes: number): void;
};

const signal = "llm";
const operationByPath: Readonly<Record<string, Operation>> = {
  "/v1/chat/completions": "chat",
  "/v1/responses": "responses",
  "/v1/embeddings": "embeddings",
  "/v1/messages": "messages",
};

const countPath = "/v1/messages/count_tokens";

/** The interfaces of OpenAI and Anthropic over the workspace's routes. */
export function registerLlm(app: FastifyInstance, options: LlmRoutesOptions): void {
  const { picture, pipeline, prompts, countTokens, admission, budget, log, observe } = options;
  app.removeAllContentTypeParsers();
  app.decorateRequest("publishedKey", null);
  const letIn = (request: FastifyRequest) => {
    const { headers } = request;
    // Anthropic's clients send their key so.
    const credential = headers["x-api-key"];
    if (headers.authorization === undefined && typeof credential === "string")
      headers["x-triops-key"] = credential;
    request.publishedKey = admit(admission, headers, "llm", new Date());
    checkEncoding(headers["content-encoding"]);
    if (budget.used + (Number(headers["content-length"]) || 0) > limits.bodyBytesInFlightMax)
      throw new CallFault(503, "busy", "The gateway is busy", { class: "limit", retryAfterSeconds: 1 });
  };
  app.addHook("onRequest", (request, _reply, done) => {
    try {
      letIn(request);
    } catch (error) {
      return done(error as Error);
    }
    done();
  });
  app.addContentTypeParser(
    "*",
    { parseAs: "buffer", bodyLimit: limits.bodyBytesMax },
    (_request, body, done) => done(null, body),
  );
  app.setErrorHandler((error, request, reply) => {
    const { fault, unexpected } = faultOf(error);
    const path = request.routeOptions.url ?? "";
    const form = formOf(path === countPath ? "messages" : (operationByPath[path] ?? "chat")).faults;
    if (unexpected) log.error({ err: error, path: request.url }, "a model call failed");
    observe(signal, fault.status, 0, fault.status < 500 ? 1 : 0, 0);
    sendCallFault(form, fault, String(reply.getHeader("x-request-id") ?? newId()), request, reply);
  });

  const limitsOf = (workspaceId: string) => picture.limits.get(workspaceId);

  const serve = async (
    operation: Operation,
    request: FastifyRequest,
    reply: FastifyReply,
    answer: typeof pipeline.run,
  ) => {
    const key = request.publishedKey as PublishedKey;
    const raw = (request.body as Buffer | undefined) ?? Buffer.alloc(0);
    let held = raw.length;
    budget.used += held;
    try {
      const bytes = await inflate(raw, checkEncoding(request.headers["content-encoding"]));
      if (bytes !== raw) {
        budget.used += bytes.length;
        held += bytes.length;
      }
      const bounds = limitsOf(key.workspaceId);
      const virtual = virtualKeyOf(bounds, key.keyId);
      const team = virtual?.teamId ? bounds?.teams.find(({ id }) => id === virtual.teamId) : undefined;
      const { ref, body } = readPromptRef(headerOf(request, "x-triops-prompt"), readJsonBody(bytes));
      const call = newCall(
        operation,
        {
          workspaceId: key.workspaceId,
          keyId: key.keyId,
          retentionDays: key.retentionDays,
          virtualKey: virtual && {
            id: virtual.id,
            name: virtual.name,
            teamId: virtual.teamId,
            teamName: team?.name ?? null,
          },
          origin: "api",
          actorId: "",
        },
        request.headers,
        body,
      );
      reply.header("x-request-id", call.id);
      if (ref) {
        const resolved = await prompts.resolve(key.workspaceId, operation, ref, body);
        call.prompt = resolved.used;
        call.body = resolved.body;
      }
      const find = (name: string) => picture.routes.find(key.workspaceId, name);
      const route = chooseRoute(find, call.body.model, operation, virtual?.allowedRoutes ?? null);
      call.route = route.name;
      call.routeId = route.id;
      call.logBodies = route.logBodies;
      checkAsked(call);
      await answer(call, route, wishesOf(request), sinkTo(request, reply, headersOf(call)));
      observe(signal, 200, 1, 0, raw.length);
      return reply;
    } finally {
      budget.used -= held;
    }
  };

  for (const [path, operation] of Object.entries(operationByPath))
    app.post(path, (request, reply) => serve(operation, request, reply, pipeline.run));
  app.post(countPath, (request, reply) =>
    serve("messages", request, reply, async (call, route, { headers }, sink) => {
      const { inputTokens, estimated } = await countTokens(call, route, headers, sink.gone);
      const told: Record<string, string> = estimated ? { "x-triops-estimated": "1" } : {};
      sink.answer(200, told, JSON.stringify({ input_tokens: inputTokens }));
    }),
  );

  const modelsOf = (request: FastifyRequest) => {
    const { workspaceId, keyId } = request.publishedKey as PublishedKey;
    const allowed = virtualKeyOf(limitsOf(workspaceId), keyId)?.allowedRoutes ?? null;
    return picture.routes
      .of(workspaceId)
      .filter((route) => isAllowed(route, allowed))
      .map(({ id, name }) => modelOf(request, name, createdSeconds(id)))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  };
  app.get("/v1/models", async (request) => {
    const data = modelsOf(request);
    if (!speaksAnthropic(request)) return { object: "list", data };
    return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
  });
  // Names of routes may have slashes in them.
  app.get("/v1/models/*", async (request) => {
    const name = (request.params as { "*": string })["*"];
    const found = modelsOf(request).find(({ id }) => id === name);
    if (found) return found;
    throw new CallFault(404, "model_not_found", `The model \`${name.slice(0, 200)}\` does not exist`, {
      param: "model",
    });
  });
}

/** Both makers list models at the same path: Anthropic's clients say that they are theirs. */
const speaksAnthropic = (request: FastifyRequest): boolean =>
  headerOf(request, "anthropic-version") !== undefined;

const modelOf = (request: FastifyRequest, name: string, created: number) =>
  speaksAnthropic(request)
    ? { type: "model", id: name, display_name: name, created_at: new Date(created * 1_000).toISOString() }
    : { id: name, object: "model", created, owned_by: "triops" };

/** Headers that every answer of a call has. */
export function headersOf(call: LlmCall): Record<string, string> {
  return {
    "x-request-id": call.id,
    "x-triops-route": inHeader(call.route),
    ...(call.prompt ? { "x-triops-prompt-version": String(call.prompt.version) } : {}),
  };
}

/** The playground may ask for a model of any name; a header takes printable ASCII only. */
const inHeader = (text: string): string => (/^[\x20-\x7e]*$/.test(text) ? text : encodeURIComponent(text));

/** @throws CallFault 400 for what no gateway can keep a promise of */
export function checkAsked({ operation, body }: LlmCall): void {
  if (operation === "responses" && body.background === true)
    throw new CallFault(
      400,
      "unsupported_parameter",
      "Responses in the background are not served; leave `background` out",
      {
        param: "background",
      },
    );
  if (body.stream !== undefined && body.stream !== null && typeof body.stream !== "boolean")
    throw new CallFault(400, "invalid_stream", "'stream' must be true or false.", { param: "stream" });
  if (operation === "embeddings" && body.input === undefined)
    throw new CallFault(400, "missing_input", "Missing required parameter: 'input'.", { param: "input" });
  if ((operation === "chat" || operation === "messages") && !Array.isArray(body.messages))
    throw new CallFault(400, "missing_messages", "Missing required parameter: 'messages'.", {
      param: "messages",
    });
}

/** What the caller says about caching, and what Anthropic's providers may be told. @throws CallFault 400 */
export function wishesOf(request: FastifyRequest): Wishes {
  const cache = headerOf(request, "x-triops-cache");
  if (cache !== undefined && cache !== "off" && cache !== "exact")
    throw new CallFault(400, "invalid_header", "x-triops-cache must be off or exact");
  const headers: Record<string, string> = {};
  for (const name of ["anthropic-beta", "anthropic-version"]) {
    const value = headerOf(request, name);
    if (value !== undefined && /^[\w.,: -]{1,500}$/.test(value)) headers[name] = value;
  }
  return { cache: cache ?? null, headers };
}

export const headerOf = ({ headers }: FastifyRequest, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};

/** A UUIDv7 begins with the milliseconds of its making. */
const createdSeconds = (id: string): number =>
  Math.floor(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16) / 1_000);
