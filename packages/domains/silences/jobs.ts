import { jobFactory } from "@triops/jobs/define";
import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { inTransaction } from "../work.ts";
import { silenceChanged } from "./events.ts";
import { stateAt } from "./rules.ts";

const name = "silences.turn";
const batch = 200;

/** Silences whose time has come or gone: puts that into effect and writes it down. */
export const turn = jobFactory<Runtime>()({
  name,
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 30_000,
  every: { seconds: 5 },
  run: async ({ services: runtime, signal }) => {
    const now = runtime.clock.now();
    const due = await runtime.database.silence.findMany({
      where: {
        OR: [
          { applied: "pending", startsAt: { lte: now } },
          { applied: { in: ["pending", "active"] }, endsAt: { lte: now } },
        ],
      },
      take: batch,
    });
    for (const row of due) {
      if (signal.aborted) return;
      const context = systemContext(row.workspaceId, name, now, newId());
      await inTransaction({ context, runtime }, name, async (work) => {
        const applied = stateAt(row, now);
        const { count } = await work.db.silence.updateMany({
          where: { id: row.id, applied: row.applied, updatedAt: row.updatedAt },
          data: { applied },
        });
        if (count === 0) return;
        work.audit({
          subject: { type: "silence", id: row.id },
          before: { state: row.applied },
          after: { state: applied },
        });
        work.emit(silenceChanged, { silenceId: row.id });
      });
    }
  },
});
