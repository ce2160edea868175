import { conflict } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { blockedBecause } from "./rules.ts";
import { promptRun } from "./schemas.ts";
import { presentRun, requireRun, stopChannel } from "./store.ts";

/** Tells whichever process runs it to end it; what came so far stays. @throws conflict when it has ended */
export const stop = defineVerb({
  name: "prompt-runs.stop",
  permission: "prompt-runs:write",
  input: idInput,
  output: promptRun,
  run: async (work, { id }) => {
    const row = await requireRun(work.db, id);
    const reason = blockedBecause.stop(row);
    if (reason) throw conflict(reason);
    work.audit({ subject: { type: "prompt-run", id }, after: { state: "stopping" } });
    const { redis } = work.runtime;
    const channel = stopChannel(work.context.workspaceId);
    work.afterCommit(async () => void (await redis.publish(channel, id)));
    return presentRun(row);
  },
});
