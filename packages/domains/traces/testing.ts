import { randomBytes } from "node:crypto";
import { putSpans } from "@triops/telemetry/traces/testing";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";

/** Stores a trace of one span in the caller's workspace. */
export async function makeTrace(
  { context, runtime }: Caller,
  more: Partial<Parameters<typeof putSpans>[2][number]> = {},
): Promise<{ traceId: string; spanId: string }> {
  const traceId = randomBytes(16).toString("hex");
  const spanId = randomBytes(8).toString("hex");
  const time = new Date(context.now.getTime() - 60_000);
  await putSpans(runtime.telemetry, context.workspaceId, [
    { time, traceId, spanId, service: "shop", name: "GET /pay", kind: "server", durationMs: 12, ...more },
  ]);
  return { traceId, spanId };
}

export const samples: Samples = {
  "traces.get": async (caller) => ({ traceId: (await makeTrace(caller)).traceId }),
  "traces.getSpan": (caller) => makeTrace(caller),
};
