import { context, propagation, SpanKind } from "@opentelemetry/api";
import { Failure, inSpan, type Route, say, takeAbout } from "./http.ts";

export type Knobs = {
  /** Share of charges that fail, 0 … 1. */
  errorRatio: number;
  /** About how long a charge takes. */
  latencyMs: number;
};

/** Charges a card: writes to a database that is only played, and tells a queue. */
export function paymentsRoutes({ errorRatio, latencyMs }: Knobs, receiptsUrl: () => string): Route[] {
  return [
    {
      method: "POST",
      path: "/charge",
      async answer() {
        const attributes = {
          "db.system.name": "postgresql",
          "db.namespace": "ledger",
          "db.operation.name": "INSERT",
          "db.query.text": "INSERT INTO charges (card, cents) VALUES ($1, $2)",
        };
        await inSpan("INSERT ledger.charges", SpanKind.CLIENT, attributes, () => takeAbout(latencyMs / 2));
        await takeAbout(latencyMs / 4);
        if (Math.random() < errorRatio) {
          say("ERROR", "Card declined by the bank", { bank: "sample" });
          throw new Failure("Card declined by the bank");
        }
        await inSpan(
          "publish receipts",
          SpanKind.PRODUCER,
          { "messaging.system": "sample-queue", "messaging.destination.name": "receipts" },
          async () => {
            const headers: Record<string, string> = {};
            propagation.inject(context.active(), headers);
            // The queue itself is no service: it hands the message over a little later.
            setTimeout(() => void fetch(receiptsUrl(), { method: "POST", headers }).catch(() => {}), 20);
          },
        );
        say("INFO", "Charge accepted");
        return { ok: true };
      },
    },
  ];
}
