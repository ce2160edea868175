import { scopeToWorkspace } from "@triops/database/scoped";
import { jobFactory } from "@triops/jobs/define";
import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { inTransaction } from "../work.ts";
import { evidenceOf } from "./evidence.ts";
import { freezeJob } from "./job-refs.ts";
import { isOpen, openStates } from "./rules.ts";
import { close } from "./store.ts";

const define = jobFactory<Runtime>();
const expiryBatch = 200;

/** Keeps what was known when a request was decided: telemetry is forgotten one day, decisions are not. */
export const freeze = define({
  ...freezeJob,
  timeoutMs: 30_000,
  concurrency: 2,
  run: async ({ payload, services: runtime }) => {
    const { labelRequestId: id, workspaceId } = payload;
    const db = scopeToWorkspace(runtime.database, workspaceId);
    const row = await db.labelRequest.findFirst({ where: { id } });
    if (!row || isOpen(row.state) || row.evidence !== null) return;
    const context = systemContext(workspaceId, freezeJob.name, runtime.clock.now(), newId());
    const seen = await evidenceOf({ db, runtime, context }, row);
    // Not a change of the request: who decided what stays as it was written then.
    await db.labelRequest.updateMany({
      where: { id },
      data: { evidence: { ...seen, frozen: true } as object, updatedAt: row.updatedAt },
    });
  },
});

/** Requests whose time is over. */
export const expire = define({
  name: "label-requests.expire",
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 60_000,
  dedupe: () => "expire",
  every: { seconds: 60 },
  run: async ({ services: runtime, signal }) => {
    const now = runtime.clock.now();
    const due = await runtime.database.labelRequest.findMany({
      where: { state: { in: [...openStates] }, expiresAt: { lte: now } },
      take: expiryBatch,
    });
    for (const row of due) {
      if (signal.aborted) return;
      const context = systemContext(row.workspaceId, "label-requests.expire", now, newId());
      await inTransaction({ context, runtime }, "label-requests.expire", async (work) => {
        await close(work, row, "expired", "Nobody decided in time");
      });
    }
  },
});
