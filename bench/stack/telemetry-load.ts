import { setTimeout as sleep } from "node:timers/promises";
import { createLogger } from "@triops/kernel/logger";
import { fromTime, toTime } from "@triops/telemetry/client/question";
import { createTelemetry } from "@triops/telemetry/client/telemetry";
import { z } from "zod";
import { readRunFacts } from "./run-facts.ts";
import { type Signal, signals } from "./signals.ts";
import type { Stack } from "./stack.ts";

export type Outcome = { acknowledged: number; refused: number; missing: number; doubled: number };

/** What senders heard in one stretch of time. */
export type Heard = {
  /** Requests by status; 0 when there was no answer at all. */
  statuses: Record<string, number>;
  /** Answers of 503 or 429 that did not say when to come again. */
  withoutRetryAfter: number;
  slowestMs: number;
  /** Signals that were acknowledged. */
  acknowledged: Set<Signal["name"]>;
};

export type TelemetryLoad = {
  /** What was heard since the last call. */
  heard(): Heard;
  /** Ends the load and compares what was acknowledged with what is stored. */
  finish(): Promise<Record<Signal["name"], Outcome>>;
};

const perRequest = 50;
const clients = 2;
/** Between two requests of a client: load enough to be caught in the act, not so much that nothing else runs. */
const restMs = 25;
const newHeard = (): Heard => ({
  statuses: {},
  withoutRetryAfter: 0,
  slowestMs: 0,
  acknowledged: new Set(),
});

/**
 * Sends every signal from several clients, and the same bytes again until they are acknowledged, as exporters do. The
 * things of request `i` are numbered from `i × 50 + 1`.
 */
export function telemetryLoad(stack: Stack): TelemetryLoad {
  const from = new Date(Date.now() - 60_000);
  let heard = newHeard();
  let running = true;
  const counts = new Map(
    signals.map(({ name }) => [name, { next: 0, acknowledged: new Set<number>(), refused: 0 }]),
  );
  const countsOf = ({ name }: Signal) => counts.get(name) as NonNullable<ReturnType<typeof counts.get>>;

  async function client(signal: Signal, number: number): Promise<void> {
    const count = countsOf(signal);
    let timeMs = 0;
    while (running) {
      const request = count.next++;
      timeMs = Math.max(Date.now(), timeMs + 1);
      const lot = { client: number, first: request * perRequest + 1, count: perRequest, timeMs };
      const body = signal.body(lot);
      while (running) {
        if (await post(signal, body)) {
          count.acknowledged.add(request);
          heard.acknowledged.add(signal.name);
          break;
        }
        count.refused += 1;
        await sleep(200);
      }
      await sleep(restMs);
    }
  }

  async function post(signal: Signal, body: Uint8Array | string): Promise<boolean> {
    const started = performance.now();
    let status = 0;
    try {
      const answer = await fetch(`${stack.gatewayUrl}${signal.path}`, {
        method: "POST",
        headers: { ...signal.headers, authorization: `Bearer ${stack.ingestKey}` },
        body: body as BodyInit,
        signal: AbortSignal.timeout(20_000),
      });
      status = answer.status;
      const text = await answer.text();
      if ((status === 503 || status === 429) && !answer.headers.has("retry-after"))
        heard.withoutRetryAfter += 1;
      if (answer.ok && text.includes("partialSuccess")) throw new Error(`partly refused: ${text}`);
      return answer.ok;
    } catch (error) {
      if (error instanceof Error && error.message.startsWith("partly")) throw error;
      return false;
    } finally {
      heard.statuses[status] = (heard.statuses[status] ?? 0) + 1;
      heard.slowestMs = Math.max(heard.slowestMs, performance.now() - started);
    }
  }

  const sending = signals.flatMap((signal) => Array.from({ length: clients }, (_, i) => client(signal, i)));

  return {
    heard() {
      const until = heard;
      heard = newHeard();
      return until;
    },
    async finish() {
      running = false;
      await Promise.all(sending);
      const telemetry = createTelemetry({
        url: readRunFacts(stack).clickhouseUrl,
        log: createLogger("bench", "error"),
      });
      const outcomes: Partial<Record<Signal["name"], Outcome>> = {};
      for (const signal of signals) {
        const { acknowledged, refused } = countsOf(signal);
        const rows = await telemetry.query({
          name: "bench.faults",
          workspaceId: stack.workspaceId,
          window: { from, to: new Date(Date.now() + 60_000) },
          sql: `SELECT intDiv(number - 1, ${perRequest}) AS request, toUInt64(count()) AS stored, uniqExact(number) AS things
                FROM (${signal.numbers(`workspace_id = {workspaceId:UUID} AND time >= ${fromTime} AND time < ${toTime}`)})
                GROUP BY request`,
          row: z.object({ request: z.coerce.number(), stored: z.coerce.number(), things: z.coerce.number() }),
          timeoutSeconds: 60,
        });
        const found = new Map(rows.map((row) => [row.request, row]));
        let missing = 0;
        for (const request of acknowledged) missing += perRequest - (found.get(request)?.things ?? 0);
        const doubled = rows.reduce((sum, { stored, things }) => sum + stored - things, 0);
        outcomes[signal.name] = {
          acknowledged: acknowledged.size * perRequest,
          refused: refused * perRequest,
          missing,
          doubled,
        };
      }
      await telemetry.close();
      return outcomes as Record<Signal["name"], Outcome>;
    },
  };
}
