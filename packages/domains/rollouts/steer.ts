import { conflict } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { goOn, hold, letGo, moveOn, takeBack } from "./moves.ts";
import { blockedBecause } from "./rules.ts";
import { type RolloutState, rollout, stepInput } from "./schemas.ts";
import { type Row, requireRollout, shown } from "./store.ts";

const by = ({ context }: Work, deed: string, reason: string | undefined): string =>
  reason || `${deed} by ${context.actor.name}`;

async function find(work: Work, id: string, deed: keyof typeof blockedBecause): Promise<Row> {
  const row = await requireRollout(work.db, id);
  const blocked = blockedBecause[deed](row.state as RolloutState);
  if (blocked) throw conflict(blocked);
  return row;
}

const common = { permission: "rollouts:write", input: stepInput, output: rollout } as const;

/** To the next step now, whatever its guards still wait for; after the last one the canary is the champion. @throws conflict */
export const advance = defineVerb({
  ...common,
  name: "rollouts.advance",
  run: async (work, { id, reason }) =>
    shown(await moveOn(work, await find(work, id, "advance"), { reason: by(work, "Advanced", reason) })),
});

/** Stays where it is; guards that take the canary back go on watching. @throws conflict */
export const pause = defineVerb({
  ...common,
  name: "rollouts.pause",
  run: async (work, { id, reason }) =>
    shown(
      await hold(work, await find(work, id, "pause"), { reason: by(work, "Paused", reason), failed: false }),
    ),
});

/** Goes on with the step it is at, which begins anew. @throws conflict */
export const resume = defineVerb({
  ...common,
  name: "rollouts.resume",
  run: async (work, { id, reason }) =>
    shown(await goOn(work, await find(work, id, "resume"), { reason: by(work, "Resumed", reason) })),
});

/** What answered before answers again, on all gateways within a second. @throws conflict */
export const rollBack = defineVerb({
  ...common,
  name: "rollouts.roll-back",
  run: async (work, { id, reason }) =>
    shown(
      await takeBack(work, await find(work, id, "rollBack"), {
        reason: by(work, "Rolled back", reason),
        failed: false,
      }),
    ),
});

/** Ends it and leaves the weights as they are. @throws conflict */
export const cancel = defineVerb({
  ...common,
  name: "rollouts.cancel",
  run: async (work, { id, reason }) =>
    shown(await letGo(work, await find(work, id, "cancel"), { reason: by(work, "Cancelled", reason) })),
});
