import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  context,
  type Histogram,
  logs,
  metrics,
  propagation,
  SeverityNumber,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";

const scope = "sample-services";

/** A line that belongs to the span in which it is written: the SDK adds the trace's id. */
export function say(
  level: "INFO" | "WARN" | "ERROR",
  body: string,
  attributes: Record<string, string | number> = {},
) {
  const severityNumber = SeverityNumber[level];
  logs
    .getLogger(scope)
    .emit({ severityNumber, severityText: level, body, attributes, context: context.active() });
}

export class Failure extends Error {}

/** Runs `work` in a span of its own; what it throws is recorded and makes the span an error. */
export function inSpan<T>(
  name: string,
  kind: SpanKind,
  attributes: Record<string, string | number>,
  work: (span: Span) => Promise<T>,
): Promise<T> {
  return trace.getTracer(scope).startActiveSpan(name, { kind, attributes }, async (span) => {
    try {
      return await work(span);
    } catch (error) {
      span.recordException(error as Error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: (error as Error).message });
      throw error;
    } finally {
      span.end();
    }
  });
}

export type Route = {
  method: string;
  path: string;
  /** The route makes its own spans. */
  untraced?: boolean;
  answer(request: IncomingMessage): Promise<unknown>;
};

/** A server whose requests are spans and measurements named as OpenTelemetry's conventions say. */
export async function serve(
  routes: readonly Route[],
  port: number,
): Promise<{ port: number; close(): Promise<void> }> {
  const durations: Histogram = metrics
    .getMeter(scope)
    .createHistogram("http.server.request.duration", { unit: "s", description: "Duration of HTTP requests" });
  const server = createServer((request, response) => {
    const route = routes.find((one) => one.method === request.method && one.path === request.url);
    if (!route) {
      response.writeHead(404).end();
      return;
    }
    if (route.untraced) {
      void route.answer(request).finally(() => response.writeHead(202).end());
      return;
    }
    const parent = propagation.extract(context.active(), request.headers);
    const attributes = { "http.request.method": route.method, "http.route": route.path };
    const startedMs = performance.now();
    void context.with(parent, async () => {
      let status = 200;
      try {
        const body = await inSpan(`${route.method} ${route.path}`, SpanKind.SERVER, attributes, (span) =>
          route.answer(request).then((answer) => {
            span.setAttribute("http.response.status_code", 200);
            return answer;
          }),
        );
        response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(body));
      } catch (error) {
        status = 500;
        response.writeHead(500, { "content-type": "application/json" });
        response.end(JSON.stringify({ error: (error as Error).message }));
      }
      durations.record((performance.now() - startedMs) / 1_000, {
        ...attributes,
        "http.response.status_code": status,
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Asks another service, taking the trace along. */
export function post(url: string, attributes: Record<string, string | number> = {}): Promise<void> {
  const { hostname, port, pathname } = new URL(url);
  return inSpan(
    `POST ${pathname}`,
    SpanKind.CLIENT,
    {
      "http.request.method": "POST",
      "url.full": url,
      "server.address": hostname,
      "server.port": Number(port),
      ...attributes,
    },
    async (span) => {
      const headers: Record<string, string> = {};
      propagation.inject(context.active(), headers);
      const answer = await fetch(url, { method: "POST", headers });
      span.setAttribute("http.response.status_code", answer.status);
      await answer.arrayBuffer();
      if (!answer.ok) throw new Failure(`${pathname} answered ${answer.status}`);
    },
  );
}

/** Something that takes about so long: mostly less, now and then three times as long. */
export const takeAbout = (ms: number): Promise<void> => sleep(ms * (0.5 + 2.5 * Math.random() ** 4));
