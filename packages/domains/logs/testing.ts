import { randomInt } from "node:crypto";
import { putLogs } from "@triops/telemetry/logs/testing";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";

/** Stores one record in the caller's workspace; returns its id. */
export async function makeLog(
  { context, runtime }: Caller,
  more: Partial<Parameters<typeof putLogs>[2][number]> = {},
): Promise<string> {
  const time = more.time ?? new Date(context.now.getTime() - 60_000);
  const id = BigInt(randomInt(1, 2 ** 40));
  await putLogs(runtime.telemetry, context.workspaceId, [
    { body: "payment refused", service: "shop", ...more, time, id },
  ]);
  return `${BigInt(time.getTime()) * 1_000_000n}-${id}`;
}

export const samples: Samples = {
  "logs.get": async (caller) => ({ id: await makeLog(caller) }),
  "logs.surrounding": async (caller) => ({ id: await makeLog(caller) }),
};
