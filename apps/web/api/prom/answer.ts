import { authorise } from "@triops/domains/permissions";
import type { Runtime } from "@triops/domains/runtime";
import { notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import type { Authenticator } from "../authenticate.ts";
import { HttpRefusal } from "../errors.ts";
import { alerts } from "./alerts.ts";
import type { PromCall } from "./call.ts";
import { refused, succeeded } from "./envelope.ts";
import { readParameters } from "./parameters.ts";
import { format, instant, range } from "./queries.ts";
import { rules } from "./rules.ts";
import { labels, metadata, series, values } from "./series.ts";

export const promPrefix = "/api/prom";

type Handler = { methods: readonly string[]; run(call: PromCall): Promise<Response> };

const get = ["GET", "HEAD"];
const both = [...get, "POST"];
const fixed =
  (data: unknown): Handler["run"] =>
  async ({ requestId }) =>
    succeeded(JSON.stringify(data), requestId);

/**
 * What Grafana asks to find out whom it talks to. The version is that of the language; no `features`, which would
 * announce a rules interface that is another product's.
 */
const buildInfo = {
  version: "3.0.0",
  revision: "triops",
  branch: "",
  buildUser: "",
  buildDate: "",
  goVersion: "",
};

const handlers: ReadonlyMap<string, Handler> = new Map([
  ["/api/v1/query", { methods: both, run: instant }],
  ["/api/v1/query_range", { methods: both, run: range }],
  ["/api/v1/format_query", { methods: both, run: format }],
  ["/api/v1/series", { methods: both, run: series }],
  ["/api/v1/labels", { methods: both, run: labels }],
  ["/api/v1/metadata", { methods: get, run: metadata }],
  ["/api/v1/alerts", { methods: get, run: alerts }],
  ["/api/v1/rules", { methods: get, run: rules }],
  // Exemplars are not kept.
  ["/api/v1/query_exemplars", { methods: both, run: fixed([]) }],
  ["/api/v1/status/buildinfo", { methods: get, run: fixed(buildInfo) }],
]);

function handlerFor(path: string): Handler {
  const known = handlers.get(path);
  if (known) return known;
  const label = /^\/api\/v1\/label\/([^/]+)\/values$/.exec(path)?.[1];
  if (label === undefined) throw notFound("address of the Prometheus API");
  return { methods: get, run: (call) => values(call, decodeURIComponent(label)) };
}

type Parts = { runtime: Runtime; authenticator: Authenticator; experimental?: boolean };

/** Prometheus' HTTP API over a workspace's metrics: a Grafana data source with the address `<webUrl>/api/prom`. */
export function createPromApi({
  runtime,
  authenticator,
  experimental = false,
}: Parts): (request: Request) => Promise<Response> {
  async function answer(request: Request, requestId: string): Promise<Response> {
    const handler = handlerFor(new URL(request.url).pathname.slice(promPrefix.length));
    if (!handler.methods.includes(request.method)) {
      const allow = handler.methods.join(", ");
      throw new HttpRefusal(
        405,
        "method_not_allowed",
        "Method not allowed",
        `This address answers ${allow}`,
        { allow },
      );
    }
    const { caller, setCookies } = await authenticator.callerOf(request, requestId);
    authorise(caller.context.actor, "metrics:read");
    const parameters = await readParameters(request);
    const response = await handler.run({
      caller,
      parameters,
      signal: request.signal,
      requestId,
      experimental,
    });
    for (const cookie of setCookies) response.headers.append("set-cookie", cookie);
    return response;
  }

  return async (request) => {
    const requestId = newId();
    try {
      return await answer(request, requestId);
    } catch (error) {
      return refused(error, requestId, runtime.log);
    }
  };
}
