import { translateDatabaseError } from "@triops/database/transaction";
import type { Runtime } from "@triops/domains/runtime";
import { httpStatusByCode, isTriopsError, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { parseJson } from "@triops/kernel/json";
import type { Authenticator } from "../authenticate.ts";
import { HttpRefusal } from "../errors.ts";
import { limitedBytes } from "../input.ts";
import { groups, list, post } from "./alerts.ts";
import { type AlertmanagerCall, type Answer, ok } from "./call.ts";
import { expireSilence, listSilences, oneSilence, postSilence } from "./silences.ts";
import { receivers, status } from "./status.ts";

export const alertmanagerPrefix = "/api/alertmanager";

type Handler = (call: AlertmanagerCall) => Promise<Answer>;
type Methods = Partial<Record<"GET" | "POST" | "DELETE", Handler>>;

const table: Readonly<Record<string, Methods>> = {
  "/api/v2/alerts": { GET: list, POST: post },
  "/api/v2/alerts/groups": { GET: groups },
  "/api/v2/silences": { GET: listSilences, POST: postSilence },
  "/api/v2/silence": { GET: oneSilence, DELETE: expireSilence },
  "/api/v2/receivers": { GET: receivers },
  "/api/v2/status": { GET: status },
  // What load balancers and karma ask before anything else.
  "/-/healthy": { GET: async () => ok() },
  "/-/ready": { GET: async () => ok() },
};

function find(path: string): { methods: Methods; id: string } {
  const methods = table[path === "/api/v2/silence" ? "" : path];
  if (methods) return { methods, id: "" };
  const id = /^\/api\/v2\/silence\/([^/]+)$/.exec(path)?.[1];
  if (id === undefined) throw notFound("address of the Alertmanager API");
  return { methods: table["/api/v2/silence"] ?? {}, id: decodeURIComponent(id) };
}

type Parts = { runtime: Runtime; authenticator: Authenticator };

/** Alertmanager's API v2 over a workspace's alerts, for amtool, karma and Grafana: `<webUrl>/api/alertmanager`. */
export function createAlertmanagerApi({
  runtime,
  authenticator,
}: Parts): (request: Request) => Promise<Response> {
  async function answer(request: Request, requestId: string): Promise<Response> {
    const url = new URL(request.url);
    const { methods, id } = find(url.pathname.slice(alertmanagerPrefix.length));
    const method = request.method === "HEAD" ? "GET" : request.method;
    const handler = methods[method as keyof Methods];
    if (!handler) {
      const allow = Object.keys(methods).join(", ");
      throw new HttpRefusal(
        405,
        "method_not_allowed",
        "Method not allowed",
        `This address answers ${allow}`,
        { allow },
      );
    }
    const { caller, setCookies } = await authenticator.callerOf(request, requestId);
    const body = async () => parseJson(new TextDecoder().decode(await limitedBytes(request)));
    const { status, json } = await handler({ caller, parameters: url.searchParams, id, body });
    const response = reply(status, json, requestId);
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

  /** Errors are JSON texts. */
  function refused(raw: unknown, requestId: string): Response {
    const error = translateDatabaseError(raw);
    if (error instanceof HttpRefusal) return reply(error.status, error.message, requestId, error.headers);
    if (!isTriopsError(error)) {
      runtime.log.error({ err: error, requestId }, "request of the Alertmanager API failed");
      return reply(
        500,
        "Something went wrong on our side. It is in the log under this request's id.",
        requestId,
      );
    }
    const headers: Record<string, string> = {};
    if (error.retryAfterSeconds !== undefined) headers["retry-after"] = String(error.retryAfterSeconds);
    // Both ways a tool may send its key.
    if (error.code === "unauthenticated")
      headers["www-authenticate"] = 'Bearer realm="triops", Basic realm="triops"';
    const details = (error.fields ?? []).map(({ path, message }) => `${path}: ${message}`);
    return reply(httpStatusByCode[error.code], [error.message, ...details].join("; "), requestId, headers);
  }
}

function reply(
  status: number,
  json: unknown,
  requestId: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(json === undefined ? null : JSON.stringify(json), {
    status,
    headers: {
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
      ...headers,
    },
  });
}
