import { setTimeout as sleep } from "node:timers/promises";
import { createLogger } from "@triops/kernel/logger";
import { fromTime, toTime } from "@triops/telemetry/client/question";
import { createTelemetry } from "@triops/telemetry/client/telemetry";
import { z } from "zod";
import { readRunFacts } from "./run-facts.ts";
import type { Stack } from "./stack.ts";

export type Outcome = { acknowledged: number; refused: number; missing: number; doubled: number };

const perRequest = 50;
const clients = 4;
/** Between two requests of a client: load enough to be caught in the act, not so much that nothing else runs. */
const restMs = 20;
const portion = 500_000;

/** Sends samples whose value is their own number, and remembers which were answered with 200. */
export function samplesLoad(stack: Stack): { finish(): Promise<Outcome> } {
  const from = new Date(Date.now() - 60_000);
  const acknowledged = new Set<number>();
  let next = 1;
  let refused = 0;
  let running = true;

  const send = async () => {
    while (running) {
      const numbers = Array.from({ length: perRequest }, () => next++);
      const ok = await post(stack, numbers).catch(() => false);
      if (ok) for (const number of numbers) acknowledged.add(number);
      else {
        refused += perRequest;
        await sleep(100);
      }
      await sleep(restMs);
    }
  };
  const sending = Array.from({ length: clients }, send);

  return {
    async finish() {
      running = false;
      await Promise.all(sending);
      const log = createLogger("bench", "error");
      const telemetry = createTelemetry({ url: readRunFacts(stack).clickhouseUrl, log });
      const stored = new Map<number, number>();
      // In portions: an answer holds at most a million rows.
      for (let first = 0; first < next; first += portion) {
        const rows = await telemetry.query({
          name: "bench.kill",
          workspaceId: stack.workspaceId,
          window: { from, to: new Date(Date.now() + 60_000) },
          sql: `SELECT toUInt64(value) AS number, toUInt64(count()) AS times FROM metric_samples
                WHERE workspace_id = {workspaceId:UUID} AND metric = 'bench_kill'
                  AND time >= ${fromTime} AND time < ${toTime} AND value >= {first:Float64} AND value < {last:Float64}
                GROUP BY number`,
          params: { first, last: first + portion },
          row: z.object({ number: z.coerce.number(), times: z.coerce.number() }),
        });
        for (const { number, times } of rows) stored.set(number, times);
      }
      await telemetry.close();
      let missing = 0;
      for (const number of acknowledged) if (!stored.has(number)) missing += 1;
      const doubled = [...stored.values()].filter((times) => times > 1).length;
      return { acknowledged: acknowledged.size, refused, missing, doubled };
    },
  };
}

async function post(stack: Stack, numbers: number[]): Promise<boolean> {
  const now = Date.now();
  const dataPoints = numbers.map((number, at) => ({
    // Different times, so that no two samples of a series fall on the same instant.
    timeUnixNano: `${now - perRequest + at}000000`,
    asDouble: number,
    attributes: [{ key: "slot", value: { intValue: `${number % 200}` } }],
  }));
  const answer = await fetch(`${stack.gatewayUrl}/v1/metrics`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${stack.ingestKey}` },
    body: JSON.stringify({
      resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: "bench.kill", gauge: { dataPoints } }] }] }],
    }),
    signal: AbortSignal.timeout(15_000),
  });
  const body = (await answer.json()) as { partialSuccess?: unknown };
  return answer.status === 200 && body.partialSuccess === undefined;
}
