import type { Database, Prisma } from "@triops/database/client";
import type { OnDead } from "@triops/jobs/dead";
import { newId } from "@triops/kernel/ids";
import { canonicalJson } from "@triops/kernel/json";
import { sha256 } from "@triops/kernel/secrets";
import { z } from "zod";

/** Jobs of one workspace carry its id; sweeps over all of them do not. */
const owner = z.object({ workspaceId: z.uuid() });

/** What the worker host calls for a job that used up its attempts; the same death may be told twice. */
export function recordDead(database: Database): OnDead {
  return async ({ queue, jobId, payload, reason, attempts }) => {
    const workspaceId = owner.safeParse(payload).data?.workspaceId ?? null;
    const facts = { payload: payload as Prisma.InputJsonValue, reason, attempts, retriedAt: null };
    await database.deadJob.upsert({
      where: { queue_jobId: { queue, jobId } },
      create: {
        id: newId(),
        workspaceId,
        queue,
        jobId,
        payloadHash: sha256(canonicalJson(payload)),
        ...facts,
      },
      update: facts,
    });
  };
}
