import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import { silenceChanged } from "./events.ts";
import { checkMatchers } from "./matching.ts";
import { stateAt } from "./rules.ts";
import { createInput, silence } from "./schemas.ts";
import { auditView, checkRoom, checkTimes, withState } from "./store.ts";

/** Keeps alerts quiet that match all conditions, from now or later until an end that must be given. */
export const create = defineVerb({
  name: "silences.create",
  permission: "silences:write",
  input: createInput,
  output: silence,
  run: async (work, { matchers, startsAt, endsAt, comment, createdBy }) => {
    const { db, context } = work;
    const { now, actor } = context;
    checkMatchers(matchers);
    // A start that has passed is now: what was, was not silent.
    const starts = startsAt && new Date(startsAt) > now ? new Date(startsAt) : now;
    const ends = new Date(endsAt);
    checkTimes(starts, ends, now);
    await checkRoom(db, now);
    const row = await db.silence.create({
      data: {
        id: newId(),
        workspaceId: context.workspaceId,
        matchers,
        comment,
        createdBy: createdBy || actor.name,
        createdById: actor.id,
        startsAt: starts,
        endsAt: ends,
        applied: stateAt({ startsAt: starts, endsAt: ends }, now),
      },
    });
    work.audit({ subject: { type: "silence", id: row.id }, after: auditView(row) });
    work.emit(silenceChanged, { silenceId: row.id });
    return withState(row, now);
  },
});
