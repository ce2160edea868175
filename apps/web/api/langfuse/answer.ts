import { createHash } from "node:crypto";
import { translateDatabaseError } from "@triops/database/transaction";
import { drop, fetch as fetchPrompt, pages, put, relabel } from "@triops/domains/prompts/langfuse";
import type { Caller, Runtime } from "@triops/domains/runtime";
import { get as getWorkspace } from "@triops/domains/workspaces/read";
import { type ErrorCode, httpStatusByCode, isTriopsError, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Authenticator } from "../authenticate.ts";
import { HttpRefusal } from "../errors.ts";
import { inputOf } from "../input.ts";

export const langfusePrefix = "/api/public";

type Answer = { status: number; json?: unknown };
type Parts = { runtime: Runtime; authenticator: Authenticator };
type Handler = (caller: Caller, input: unknown) => Promise<Answer>;
type Methods = Partial<Record<"GET" | "POST" | "PATCH" | "DELETE", Handler>>;
type Found = { methods: Methods; params: Record<string, string> };

const ok = (json: unknown): Answer => ({ status: 200, json });

const collection: Methods = {
  GET: async (caller, input) => ok(await pages.call(caller, input as never)),
  POST: async (caller, input) => ({ status: 201, json: await put.call(caller, withType(input)) }),
};
const single: Methods = {
  GET: async (caller, input) => ok(await fetchPrompt.call(caller, input as never)),
  DELETE: async (caller, input) => {
    await drop.call(caller, input as never);
    return { status: 204 };
  },
};
const version: Methods = {
  PATCH: async (caller, input) => ok(await relabel.call(caller, input as never)),
};
/** What the Python client asks to see whether a key is right. */
const projects: Methods = {
  GET: async (caller) => {
    const { id, name } = await getWorkspace.call(caller, { id: caller.context.workspaceId });
    return ok({ data: [{ id, name, metadata: {}, organization: { id, name } }] });
  },
};

/** Text is what a prompt is unless it says otherwise. */
function withType(input: unknown): never {
  const given = input as Record<string, unknown>;
  return { ...given, type: given.type ?? "text" } as never;
}

/** Folders in a name come encoded; a client that forgot to gets its prompt all the same. */
function find(path: string): Found {
  if (path === "/projects") return { methods: projects, params: {} };
  if (path === "/v2/prompts") return { methods: collection, params: {} };
  const rest = path.startsWith("/v2/prompts/") ? path.slice("/v2/prompts/".length) : null;
  if (rest === null) throw notFound("address of Langfuse's API");
  const relabelled = /^(.+)\/versions\/([^/]+)$/.exec(rest);
  if (relabelled)
    return { methods: version, params: { name: decoded(relabelled[1]), version: decoded(relabelled[2]) } };
  return { methods: single, params: { name: decoded(rest) } };
}

function decoded(text = ""): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HttpRefusal(400, "invalid", "The request is not valid", "The address is not well encoded");
  }
}

/** Langfuse's names of what went wrong. */
const errorNames: Record<ErrorCode, string> = {
  invalid: "InvalidRequestError",
  unauthenticated: "UnauthorizedError",
  forbidden: "ForbiddenError",
  not_found: "LangfuseNotFoundError",
  conflict: "LangfuseConflictError",
  limit_reached: "TooManyRequestsError",
  unavailable: "ServiceUnavailableError",
};

/** Langfuse's prompts (v2) over a workspace's, for its clients: base URL is Triops's own, the secret key an API key. */
export function createLangfuseApi({
  runtime,
  authenticator,
}: Parts): (request: Request) => Promise<Response> {
  async function answer(request: Request, requestId: string): Promise<Response> {
    const { pathname } = new URL(request.url);
    const path = pathname.slice(langfusePrefix.length).replace(/\/+$/, "");
    // Asked by health checks, without a key.
    if (path === "/health") return reply(ok({ status: "OK", version: "4.0.0" }), requestId);
    const { methods, params } = find(path);
    const method = request.method === "HEAD" ? "GET" : request.method;
    const handler = methods[method as keyof Methods];
    if (!handler) {
      const allow = Object.keys(methods).join(", ");
      throw new HttpRefusal(405, "method_not_allowed", "Method not allowed", "Method not allowed", { allow });
    }
    const { caller, setCookies } = await authenticator.callerOf(request, requestId);
    const given = await handler(caller, await inputOf(request, params));
    const response = reply(given, requestId, request.headers.get("if-none-match"));
    for (const cookie of setCookies) response.headers.append("set-cookie", cookie);
    return response;
  }

  return async (request) => {
    const requestId = newId();
    try {
      return await answer(request, requestId);
    } catch (error) {
      return refused(error, requestId);
    }
  };

  function refused(raw: unknown, requestId: string): Response {
    const error = translateDatabaseError(raw);
    if (error instanceof HttpRefusal)
      return reply(
        { status: error.status, json: { message: error.message, error: error.title } },
        requestId,
        null,
        error.headers,
      );
    if (!isTriopsError(error)) {
      runtime.log.error({ err: error, requestId }, "request of Langfuse's API failed");
      const message = "Something went wrong on our side. It is in the log under this request's id.";
      return reply({ status: 500, json: { message, error: "InternalServerError" } }, requestId);
    }
    const headers: Record<string, string> = {};
    if (error.retryAfterSeconds !== undefined) headers["retry-after"] = String(error.retryAfterSeconds);
    if (error.code === "unauthenticated") headers["www-authenticate"] = 'Basic realm="triops"';
    const json = error.fields
      ? { message: "Invalid request data", error: error.fields.map(issueOf) }
      : { message: error.message, error: errorNames[error.code] };
    return reply({ status: httpStatusByCode[error.code], json }, requestId, null, headers);
  }
}

/** As zod says it, which is what Langfuse's clients print. */
const issueOf = ({ path, message }: { path: string; message: string }) => ({
  code: "custom",
  path: path === "" ? [] : path.split("."),
  message,
});

/** A prompt that did not change is not sent again. */
function reply(
  { status, json }: Answer,
  requestId: string,
  ifNoneMatch: string | null = null,
  headers: Record<string, string> = {},
): Response {
  const body = json === undefined ? null : JSON.stringify(json);
  const all: Record<string, string> = {
    "cache-control": "private, no-cache",
    "x-content-type-options": "nosniff",
    "x-request-id": requestId,
    ...(body === null ? {} : { "content-type": "application/json; charset=utf-8" }),
    ...headers,
  };
  if (status === 200 && body !== null) {
    const etag = `W/"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`;
    all.etag = etag;
    if (matches(ifNoneMatch, etag)) return new Response(null, { status: 304, headers: all });
  }
  return new Response(body, { status, headers: all });
}

const opaque = (tag: string): string => tag.trim().replace(/^W\//, "");

/** Weak comparison of one or several tags. */
export function matches(ifNoneMatch: string | null | undefined, etag: string): boolean {
  if (!ifNoneMatch) return false;
  return ifNoneMatch.trim() === "*" || ifNoneMatch.split(",").some((one) => opaque(one) === opaque(etag));
}
