import { conflict } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import { silenceChanged } from "./events.ts";
import { blockedBecause, stateAt } from "./rules.ts";
import { silence } from "./schemas.ts";
import { auditView, requireSilence, withState } from "./store.ts";

/** Ends it now; one that has not begun never will. */
export const expire = defineVerb({
  name: "silences.expire",
  permission: "silences:write",
  input: idInput,
  output: silence,
  run: async (work, { id }) => {
    const { db } = work;
    const { now } = work.context;
    const before = await requireSilence(db, id);
    const [after] = await db.silence.updateManyAndReturn({
      where: { id, endsAt: { gt: now } },
      data: { endsAt: now, applied: "expired", ...(before.startsAt > now ? { startsAt: now } : {}) },
    });
    if (!after) throw conflict(blockedBecause.expire(stateAt(before, now)) ?? "It has already ended");
    work.audit({ subject: { type: "silence", id }, before: auditView(before), after: auditView(after) });
    work.emit(silenceChanged, { silenceId: id });
    return withState(after, now);
  },
});
