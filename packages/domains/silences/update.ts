import { conflict, invalid } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import { silenceChanged } from "./events.ts";
import { checkMatchers } from "./matching.ts";
import { blockedBecause, stateAt } from "./rules.ts";
import { silence, updateInput } from "./schemas.ts";
import { auditView, checkTimes, requireSilence, withState } from "./store.ts";

/** Changes one that has not ended. What it no longer matches is heard again at once. */
export const update = defineVerb({
  name: "silences.update",
  permission: "silences:write",
  input: updateInput,
  output: silence,
  run: async (work, { id, matchers, startsAt, endsAt, comment }) => {
    const { db } = work;
    const { now } = work.context;
    const before = await requireSilence(db, id);
    const state = stateAt(before, now);
    const reason = blockedBecause.update(state);
    if (reason) throw conflict(reason);
    const starts = startsAt ? new Date(startsAt) : before.startsAt;
    if (state === "active" && starts.getTime() !== before.startsAt.getTime())
      throw invalid("It has begun; its start cannot be moved", [{ path: "startsAt", message: "Has begun" }]);
    const ends = endsAt ? new Date(endsAt) : before.endsAt;
    checkTimes(starts, ends, now);
    if (matchers) checkMatchers(matchers);
    const [after] = await db.silence.updateManyAndReturn({
      where: { id, updatedAt: before.updatedAt },
      data: {
        ...(matchers ? { matchers } : {}),
        ...(comment === undefined ? {} : { comment }),
        startsAt: starts,
        endsAt: ends,
        applied: stateAt({ startsAt: starts, endsAt: ends }, now),
      },
    });
    if (!after) throw conflict("Somebody else changed it just now; look again");
    work.audit({ subject: { type: "silence", id }, before: auditView(before), after: auditView(after) });
    work.emit(silenceChanged, { silenceId: id });
    return withState(after, now);
  },
});
