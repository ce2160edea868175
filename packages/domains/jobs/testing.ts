import { newId } from "@triops/kernel/ids";
import type { Caller } from "../runtime.ts";
import type { Samples } from "../testing.ts";

/** A job of the caller's workspace that is written down as dead; no queue holds it. */
export function makeDeadJob(
  caller: Caller,
  given: { queue?: string; jobId?: string } = {},
): Promise<{ id: string }> {
  return caller.runtime.database.deadJob.create({
    data: {
      id: newId(),
      workspaceId: caller.context.workspaceId,
      queue: given.queue ?? "api-keys.publish",
      jobId: given.jobId ?? newId(),
      payload: {},
      payloadHash: "",
      reason: "It failed on purpose",
      attempts: 5,
    },
  });
}

const ofOne = async (caller: Caller) => ({ id: (await makeDeadJob(caller)).id });

export const samples: Samples = {
  "jobs.get": ofOne,
  "jobs.dismiss": ofOne,
  // Refused, because no queue holds it: for the rights only. Its success stands in the noun's own store test.
  "jobs.retry": ofOne,
  "jobs.queue": async () => ({ queue: "api-keys.publish" }),
};
