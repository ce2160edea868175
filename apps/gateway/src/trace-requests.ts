import { type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import type { FastifyInstance, FastifyRequest } from "fastify";

/** Asked all the time by machines, and nothing to learn from. */
const untraced = new Set(["/health", "/metrics"]);

/**
 * A span per request, by semantic conventions for HTTP servers. By hooks rather than around handlers: unsampled
 * ones, nineteen in twenty, then cost a microsecond. Sending spans is itself such a request; sampling ends that circle.
 */
export function traceRequests(app: FastifyInstance): void {
  const tracer = trace.getTracer("triops");
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook("onRequest", (request, _reply, done) => {
    const route = request.routeOptions.url;
    if (route && !untraced.has(route)) {
      const attributes = { "http.request.method": request.method, "http.route": route };
      spans.set(
        request,
        tracer.startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER, attributes }),
      );
    }
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const span = spans.get(request);
    span?.setAttribute("http.response.status_code", reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: SpanStatusCode.ERROR });
    span?.end();
    done();
  });
}
