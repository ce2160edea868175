import { propagation, ROOT_CONTEXT, SpanKind, trace } from "@opentelemetry/api";
import { inSpan, post, type Route, say, takeAbout } from "./http.ts";

/** Takes orders; asks payments for the money, and hears of receipts. */
export function shopRoutes(paymentsUrl: string, latencyMs: number): Route[] {
  return [
    {
      method: "GET",
      path: "/products",
      async answer() {
        await inSpan("render products", SpanKind.INTERNAL, {}, () => takeAbout(latencyMs / 4));
        return { products: 12 };
      },
    },
    {
      method: "POST",
      path: "/orders",
      async answer() {
        const order = Math.floor(Math.random() * 1e6);
        say("INFO", `Order ${order} received`, { order });
        await takeAbout(latencyMs / 4);
        try {
          await post(`${paymentsUrl}/charge`);
        } catch (error) {
          say("ERROR", `Order ${order} failed: ${(error as Error).message}`, { order });
          throw error;
        }
        say("INFO", `Order ${order} paid`, { order });
        return { order };
      },
    },
    {
      // Stands for the reader of a queue: a trace of its own, linked to the message.
      method: "POST",
      path: "/receipts",
      untraced: true,
      async answer(request) {
        const sent = trace.getSpanContext(propagation.extract(ROOT_CONTEXT, request.headers));
        const attributes = { "messaging.system": "sample-queue", "messaging.destination.name": "receipts" };
        const options = {
          kind: SpanKind.CONSUMER,
          attributes,
          links: sent ? [{ context: sent }] : [],
          root: true,
        };
        await trace
          .getTracer("sample-services")
          .startActiveSpan("process receipts", options, async (span) => {
            await takeAbout(latencyMs / 10);
            say("INFO", "Receipt filed");
            span.end();
          });
        return {};
      },
    },
  ];
}
