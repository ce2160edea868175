import type { Surface } from "@triops/domains/api";
import type { Auth } from "@triops/domains/members/auth";
import type { Caller, Runtime } from "@triops/domains/runtime";
import { notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { type Authenticator, createAuthenticator } from "./authenticate.ts";
import { failureOf, HttpRefusal } from "./errors.ts";
import { beginAttempt } from "./idempotency.ts";
import { inputOf } from "./input.ts";
import { compileRoutes, type Match } from "./routes.ts";

export type ApiOptions = {
  runtime: Runtime;
  auth: Auth;
  surfaces: readonly Surface[];
  trustedProxies?: readonly string[] | undefined;
};

export type Api = {
  /** Answers any request below `prefix`; never throws. */
  handle(request: Request): Promise<Response>;
  authenticator: Authenticator;
};

export const apiPrefix = "/api/v1";

/** The JSON API: verbs of the register behind HTTP. */
export function createApi({ runtime, auth, surfaces, trustedProxies }: ApiOptions): Api {
  const table = compileRoutes(surfaces);
  const authenticator = createAuthenticator(runtime, auth, trustedProxies);
  const { log } = runtime;

  async function answer(request: Request, requestId: string): Promise<Response> {
    const method = request.method === "HEAD" ? "GET" : request.method;
    const path = new URL(request.url).pathname.slice(apiPrefix.length);
    const found = table.find(method, path);
    if (!found) throw notFound("route; /api/v1/openapi.json lists them");
    if ("allow" in found) {
      const allow = found.allow.join(", ");
      throw new HttpRefusal(
        405,
        "method_not_allowed",
        "Method not allowed",
        `This address answers ${allow}`,
        {
          allow,
        },
      );
    }
    const { caller, setCookies } = await authenticator.callerOf(request, requestId);
    const input = await inputOf(request, found.match.params);
    const response = await run(found.match, { request, requestId, path, input, caller });
    for (const cookie of setCookies) response.headers.append("set-cookie", cookie);
    return response;
  }

  async function run(
    { route }: Match,
    call: {
      request: Request;
      requestId: string;
      path: string;
      input: unknown;
      caller: Caller;
    },
  ): Promise<Response> {
    const { request, requestId, path, input, caller } = call;
    const status = route.status ?? 200;
    const key = route.verb.kind === "write" ? request.headers.get("idempotency-key") : null;
    if (key === null) return json(status, await route.verb.call(caller, input as never), requestId);
    const attempt = await beginAttempt(caller, key, { method: route.method, path, input });
    if ("replay" in attempt) {
      return reply(attempt.replay.status, attempt.replay.body, requestId, { "idempotent-replayed": "true" });
    }
    try {
      const result = await route.verb.call(
        { ...caller, beforeCommit: (db, value) => attempt.keep(db, status, JSON.stringify(value)) },
        input as never,
      );
      return json(status, result, requestId);
    } catch (error) {
      await attempt.release().catch((fault) => log.warn({ err: fault }, "idempotency key not released"));
      throw error;
    }
  }

  return {
    authenticator,
    async handle(request) {
      const requestId = newId();
      try {
        return await answer(request, requestId);
      } catch (error) {
        return failed(error, requestId, log);
      }
    },
  };
}

/** An error as this API says it. */
export function failed(error: unknown, requestId: string, log: Runtime["log"]): Response {
  const { status, headers, body } = failureOf(error, requestId, log);
  return reply(status, JSON.stringify(body), requestId, headers);
}

export const json = (status: number, value: unknown, requestId: string): Response =>
  reply(status, JSON.stringify(value), requestId);

function reply(
  status: number,
  body: string,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(body, {
    status,
    headers: {
      "content-type": "application/json; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
      ...headers,
    },
  });
}
