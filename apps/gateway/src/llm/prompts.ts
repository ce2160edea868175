import { createHash } from "node:crypto";
import type { PublishedKey } from "@triops/domains/api-keys/schemas";
import { langfuseShape } from "@triops/domains/prompts/langfuse-shape";
import { defaultLabel } from "@triops/domains/prompts/names";
import type { PublishedPrompt, PublishedPromptVersion } from "@triops/domains/prompts/snapshot-schemas";
import { httpStatusByCode, isTriopsError, unavailable } from "@triops/kernel/errors";
import type { Logger } from "@triops/kernel/logger";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { type Admission, admit } from "../snapshot/admit.ts";
import type { Records } from "../snapshot/records.ts";
import type { PromptVersions } from "./prompt-versions.ts";

export type PromptsOptions = {
  prompts: Records<PublishedPrompt>;
  versions: PromptVersions;
  admission: Admission;
  observe(signal: string, status: number, accepted: number, rejected: number, bytes: number): void;
  log: Logger;
};

const signal = "prompts";
const prefix = "/api/public/v2/prompts";
const pageMax = 100;

/** A refusal in Langfuse's shape. */
class PromptFault extends Error {
  readonly status: number;
  readonly error: string;
  constructor(status: number, error: string, message: string) {
    super(message);
    this.status = status;
    this.error = error;
  }
}
const invalid = (message: string) => new PromptFault(400, "InvalidRequestError", message);
const missing = (name: string, wanted: string) =>
  new PromptFault(404, "LangfuseNotFoundError", `Prompt not found: '${name}'${wanted}`);

/**
 * Langfuse's reading half of prompts, out of memory: for clients that fetch at run time and must not wait for a
 * database. What changes prompts goes to the web app.
 */
export function registerPrompts(app: FastifyInstance, options: PromptsOptions): void {
  const { prompts, versions, admission, observe, log } = options;
  app.decorateRequest("publishedKey", null);
  app.addHook("onRequest", async (request) => {
    request.publishedKey = admitReader(admission, request);
  });
  app.setErrorHandler((error, request, reply) => {
    const { status, body, retryAfterSeconds } = faultOf(error);
    if (status >= 500) log.warn({ err: error, path: request.url }, "a prompt could not be served");
    if (status === 401) reply.header("www-authenticate", 'Basic realm="triops"');
    if (retryAfterSeconds !== undefined) reply.header("retry-after", String(retryAfterSeconds));
    observe(signal, status, 0, status < 500 ? 1 : 0, 0);
    return reply.code(status).send(body);
  });

  app.get(prefix, async (request, reply) => {
    const { workspaceId } = request.publishedKey as PublishedKey;
    const all = prompts.of(workspaceId).filter(({ archived }) => !archived);
    return send(request, reply, JSON.stringify(pageOf(all, queryOf(request))));
  });

  // What was sent before of the same version: a prompt is asked for far more often than it changes.
  const bodies = new WeakMap<PublishedPrompt, Map<number, string>>();

  app.get(`${prefix}/*`, async (request, reply) => {
    const { workspaceId } = request.publishedKey as PublishedKey;
    const query = queryOf(request);
    const name = nameIn(request);
    const version = numberIn(query, "version");
    const label = query.get("label");
    if (query.get("resolve") === "false")
      throw invalid("The gateway serves prompts put together; resolve=false is answered by the web address");
    if (version !== null && label !== null) throw invalid("Cannot specify both version and label");
    const wanted = version === null ? ` with label '${label ?? defaultLabel}'` : ` with version ${version}`;
    const prompt = prompts.find(workspaceId, name);
    const number = prompt && versions.numberOf(prompt, { version, label });
    if (!prompt || number === null) throw missing(name, wanted);
    let known = bodies.get(prompt);
    if (!known) {
      known = new Map();
      bodies.set(prompt, known);
    }
    let body = known.get(number);
    if (body === undefined) {
      const found = await versions.find(prompt, number).catch((cause: unknown) => {
        throw unavailable("An old version of the prompt cannot be read right now", { cause });
      });
      if (!found) throw missing(name, wanted);
      if (found.fault) throw invalid(found.fault);
      body = JSON.stringify(shape(prompt, found));
      known.set(number, body);
    }
    return send(request, reply, body);
  });

  function send(request: FastifyRequest, reply: FastifyReply, body: string) {
    const etag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
    reply.header("etag", etag).header("cache-control", "private, no-cache");
    observe(signal, 200, 1, 0, 0);
    if (matches(request.headers["if-none-match"], etag)) return reply.code(304).send();
    return reply.type("application/json; charset=utf-8").send(body);
  }
}

function shape(prompt: PublishedPrompt, found: PublishedPromptVersion) {
  const labels = Object.keys(prompt.labels).filter((label) => prompt.labels[label] === found.version);
  return langfuseShape(prompt, found, { labels, graph: found.graph, createdBy: found.createdByName });
}

/** Keys that read, and keys of model calls: whoever may call a model with a prompt may fetch it. */
function admitReader(admission: Admission, request: FastifyRequest): PublishedKey {
  try {
    return admit(admission, request.headers, "read", new Date());
  } catch (error) {
    if (!isTriopsError(error) || error.code !== "forbidden") throw error;
    return admit(admission, request.headers, "llm", new Date());
  }
}

function queryOf(request: FastifyRequest): URLSearchParams {
  const at = request.url.indexOf("?");
  return new URLSearchParams(at < 0 ? "" : request.url.slice(at + 1));
}

/** Folders come encoded; a client that forgot to gets its prompt all the same. */
function nameIn(request: FastifyRequest): string {
  const path = request.url.split("?", 1)[0] ?? "";
  try {
    return decodeURIComponent(path.slice(prefix.length + 1).replace(/\/+$/, ""));
  } catch {
    throw invalid("The address is not well encoded");
  }
}

function numberIn(query: URLSearchParams, field: string): number | null {
  const text = query.get(field);
  if (text === null || text === "") return null;
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw invalid(`${field} is a whole number from 1 up`);
  return number;
}

function pageOf(all: readonly PublishedPrompt[], query: URLSearchParams) {
  const page = numberIn(query, "page") ?? 1;
  const limit = Math.min(numberIn(query, "limit") ?? 10, pageMax);
  const [name, label, tag] = [query.get("name"), query.get("label"), query.get("tag")];
  const found = all
    .filter((prompt) => !name || prompt.name === name)
    .filter((prompt) => !label || Object.hasOwn(prompt.labels, label))
    .filter((prompt) => !tag || prompt.tags.includes(tag))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    data: found.slice((page - 1) * limit, page * limit).map((prompt) => ({
      name: prompt.name,
      type: prompt.type,
      versions: [...prompt.older, ...prompt.versions.map(({ version }) => version)].sort((a, b) => a - b),
      labels: Object.keys(prompt.labels),
      tags: prompt.tags,
      lastUpdatedAt: prompt.updatedAt || prompt.versions[0]?.createdAt || new Date(0).toISOString(),
      lastConfig: prompt.versions[0]?.config ?? {},
    })),
    meta: { page, limit, totalItems: found.length, totalPages: Math.ceil(found.length / limit) },
  };
}

const opaque = (tag: string): string => tag.trim().replace(/^W\//, "");
const matches = (ifNoneMatch: string | undefined, etag: string): boolean =>
  ifNoneMatch !== undefined &&
  (ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((one) => opaque(one) === opaque(etag)));

const names: Readonly<Record<string, string>> = {
  unauthenticated: "UnauthorizedError",
  forbidden: "ForbiddenError",
  unavailable: "ServiceUnavailableError",
};

function faultOf(error: unknown): {
  status: number;
  body: { message: string; error: string };
  retryAfterSeconds?: number | undefined;
} {
  if (error instanceof PromptFault)
    return { status: error.status, body: { message: error.message, error: error.error } };
  if (isTriopsError(error)) {
    const { code, message, retryAfterSeconds } = error;
    return {
      status: httpStatusByCode[code],
      body: { message, error: names[code] ?? "InvalidRequestError" },
      retryAfterSeconds,
    };
  }
  const status = (error as { statusCode?: number }).statusCode;
  if (status !== undefined && status >= 400 && status < 500)
    return { status, body: { message: "The request cannot be read", error: "InvalidRequestError" } };
  return { status: 500, body: { message: "Something went wrong on our side", error: "InternalServerError" } };
}
