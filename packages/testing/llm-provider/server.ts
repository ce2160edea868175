import { createHash } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type Behaviour, behaviourOf, takeSentinels } from "./behaviour.ts";
import { isFields, listOf } from "./conversation.ts";
import { type Exchange, Refusal, readBody, sendJson, untilGone } from "./http.ts";
import { PromptCache } from "./prompt-cache.ts";
import { chatCompletions } from "./wire/chat.ts";
import { embeddings } from "./wire/embeddings.ts";
import { errorBody } from "./wire/errors.ts";
import { countMessageTokens, messages } from "./wire/messages.ts";
import { anthropicModel, anthropicModels, openaiModel, openaiModels } from "./wire/models.ts";
import { createResponses } from "./wire/responses.ts";
import type { Call } from "./wire/wire.ts";

/** A request as it arrived, for tests that check what a gateway passed on. */
export type Received = {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: unknown;
};

export type DemonstrationProvider = {
  /** `http://127.0.0.1:port`; Anthropic's base URL. */
  url: string;
  /** With `/v1`: OpenAI's base URL. */
  openaiUrl: string;
  /** The last thousand requests. */
  received: Received[];
  /** Streams and answers whose caller went away before their end. */
  abandoned(): number;
  /** Forgets cached prompts, flaky requests and what was received. */
  reset(): void;
  close(): Promise<void>;
};

export type DemonstrationOptions = {
  /** 0 takes any free one. */
  port?: number;
  host?: string;
  /** How every answer is brought, in the words of `x-demo`: `latency=300 chunk=20`. */
  behaviour?: string;
  /** Only these keys are let in; without them any but one that begins with `invalid`. */
  keys?: readonly string[];
  /** Requests a minute and key; more are answered with 429. */
  requestsPerMinute?: number;
};

const receivedMax = 1_000;

/**
 * The demonstration provider: a server that speaks the wire formats of OpenAI and Anthropic and answers by rules, the
 * same each time. For tests and demonstration workspaces; no model is behind it.
 */
export async function startDemonstrationProvider(
  options: DemonstrationOptions = {},
): Promise<DemonstrationProvider> {
  const received: Received[] = [];
  const cache = new PromptCache();
  const refusals = new Map<string, number>();
  const windows = new Map<string, { minute: number; count: number }>();
  const usual = behaviourOf(options.behaviour ?? "");
  const responses = createResponses();
  let ids = 0;
  let abandoned = 0;
  const nextId = (prefix: string) => `${prefix}${String(++ids).padStart(8, "0")}`;

  const endpoints: Readonly<Record<string, (call: Call) => Promise<void>>> = {
    "POST /v1/chat/completions": chatCompletions,
    "POST /v1/responses": responses,
    "POST /v1/embeddings": embeddings,
    "POST /v1/messages": messages,
    "POST /v1/messages/count_tokens": countMessageTokens,
    "GET /v1/models": async ({ exchange }) =>
      sendJson(exchange, 200, isAnthropic(exchange.request) ? anthropicModels() : openaiModels()),
  };

  async function answer(exchange: Exchange, key: string): Promise<void> {
    const { request } = exchange;
    const path = (request.url ?? "").split("?")[0] ?? "";
    const route = `${request.method} ${path}`;
    const text = await readBody(request);
    const body = parse(text);
    received.push({ method: request.method ?? "", path, headers: request.headers, body: parse(text) });
    if (received.length > receivedMax) received.shift();
    checkKey(key, options.keys);
    limitRate(key);
    const words = `${request.headers["x-demo"] ?? ""} ${takeSentinelsFrom(body)}`;
    exchange.behaviour = behaviourOf(words, usual);
    await beforeAnswer(
      exchange,
      createHash("sha256").update(key).update(route).update(text).digest("base64"),
    );
    const endpoint = endpoints[route];
    const model = /^GET \/v1\/models\/([^/]+)$/.exec(route)?.[1];
    if (endpoint) {
      if (request.method === "POST" && !isFields(body))
        throw new Refusal(400, "We could not parse the JSON body of your request.");
      const fields = isFields(body) ? body : {};
      const scope = `${key}\n${String(fields.model)}`;
      const nowSeconds = Math.floor(Date.now() / 1_000);
      await endpoint({ exchange, body: fields, scope, cache, nextId, nowSeconds });
    } else if (model !== undefined && !model.startsWith("missing")) {
      const id = decodeURIComponent(model);
      sendJson(exchange, 200, isAnthropic(request) ? anthropicModel(id) : openaiModel(id));
    } else throw new Refusal(404, `Invalid URL (${route})`);
  }

  /** Latency, refusals and silence come before any answer. */
  async function beforeAnswer({ behaviour, gone }: Exchange, fingerprint: string): Promise<void> {
    const wait = behaviour.latencyMs;
    if (wait > 0) await sleep(wait, undefined, { signal: gone });
    if (behaviour.hang) {
      await untilGone(gone);
      throw new Refusal(499, "gone");
    }
    const status = behaviour.flaky > 0 ? (behaviour.status ?? 503) : behaviour.status;
    if (behaviour.flaky > 0) {
      const before = refusals.get(fingerprint) ?? 0;
      refusals.set(fingerprint, before + 1);
      if (before >= behaviour.flaky) return;
    }
    if (status !== null) throw new Refusal(status, messageFor(status), null, behaviour.retryAfterSeconds);
  }

  function limitRate(key: string): void {
    const limit = options.requestsPerMinute;
    if (limit === undefined) return;
    const seconds = Date.now() / 1_000;
    const minute = Math.floor(seconds / 60);
    const before = windows.get(key);
    const count = before?.minute === minute ? before.count + 1 : 1;
    windows.set(key, { minute, count });
    if (count > limit) throw new Refusal(429, messageFor(429), null, Math.ceil((minute + 1) * 60 - seconds));
  }

  const server = createServer((request, response) => {
    const leaving = new AbortController();
    response.on("close", () => {
      if (!response.writableFinished && !exchange.dropped) abandoned++;
      leaving.abort();
    });
    const requestId = nextId("req_demo");
    response.setHeader("x-request-id", requestId);
    response.setHeader("request-id", requestId);
    response.setHeader("x-demonstration-provider", "1");
    const exchange: Exchange = {
      request,
      response,
      requestId,
      behaviour: usual,
      gone: leaving.signal,
      dropped: false,
    };
    answer(exchange, keyOf(request)).catch((error: unknown) => refuse(exchange, error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port ?? 0, options.host ?? "127.0.0.1", resolve);
  });
  const address = server.address();
  if (!address || typeof address !== "object") throw new Error("no port");
  const url = `http://${options.host ?? "127.0.0.1"}:${address.port}`;
  return {
    url,
    openaiUrl: `${url}/v1`,
    received,
    abandoned: () => abandoned,
    reset: () => {
      received.length = 0;
      abandoned = 0;
      cache.clear();
      refusals.clear();
      windows.clear();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function parse(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

const isAnthropic = (request: IncomingMessage): boolean =>
  request.headers["anthropic-version"] !== undefined || (request.url ?? "").startsWith("/v1/messages");

const keyOf = (request: IncomingMessage): string =>
  String(request.headers["x-api-key"] ?? "") ||
  (request.headers.authorization ?? "").replace(/^Bearer\s+/i, "");

function checkKey(key: string, allowed: readonly string[] | undefined): void {
  if (key === "") throw new Refusal(401, "You didn't provide an API key.");
  if (key.startsWith("invalid") || (allowed && !allowed.includes(key)))
    throw new Refusal(401, "Incorrect API key provided.");
}

/** Takes the sentinels out of the last thing a person said, wherever the format keeps it, and returns their words. */
function takeSentinelsFrom(body: unknown): string {
  if (!isFields(body)) return "";
  if (typeof body.input === "string") {
    const taken = takeSentinels(body.input);
    if (taken.words !== "") body.input = taken.text;
    return taken.words;
  }
  const said = [...listOf(body.messages), ...listOf(body.input)].filter(isFields);
  const last = said.findLast((message) => message.role === "user");
  if (!last) return "";
  if (typeof last.content === "string") {
    const taken = takeSentinels(last.content);
    last.content = taken.text;
    return taken.words;
  }
  const words: string[] = [];
  for (const part of listOf(last.content).filter(isFields)) {
    if (typeof part.text !== "string") continue;
    const taken = takeSentinels(part.text);
    words.push(taken.words);
    part.text = taken.text;
  }
  return words.join(" ");
}

function messageFor(status: number): string {
  if (status === 429) return "Rate limit reached for requests.";
  if (status === 401) return "Incorrect API key provided.";
  return status >= 500
    ? "The server had an error while processing your request."
    : "The request was refused.";
}

function refuse(exchange: Exchange, error: unknown): void {
  const { response, request, requestId } = exchange;
  if (response.destroyed || exchange.gone.aborted) return;
  if (response.headersSent) return void response.destroy();
  const refusal = error instanceof Refusal ? error : new Refusal(500, String(error));
  if (refusal.retryAfterSeconds !== null)
    response.setHeader("retry-after", String(refusal.retryAfterSeconds));
  if (refusal.status === 429) response.setHeader("x-ratelimit-remaining-requests", "0");
  const format = isAnthropic(request) ? "anthropic" : "openai";
  const body = errorBody(format, refusal.status, refusal.message, refusal.param, requestId);
  sendJson(
    { ...exchange, behaviour: { ...exchange.behaviour, malformed: false } satisfies Behaviour },
    refusal.status,
    body,
  );
}
