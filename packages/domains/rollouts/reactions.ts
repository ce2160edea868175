import { deploymentTaken } from "../deployments/index.ts";
import { subscribe } from "../events.ts";
import { addEntry } from "./store.ts";

/** Somebody rolled the deployment itself back: its weights are no longer the rollout's to move. */
export const endTaken = subscribe(deploymentTaken, "rollouts.end", async (work, { rolloutId, byName }) => {
  const before = await work.db.rollout.findFirst({ where: { id: rolloutId } });
  if (!before) return;
  const reason = `The deployment was rolled back by ${byName}`;
  const [after] = await work.db.rollout.updateManyAndReturn({
    where: { id: rolloutId, state: { in: ["running", "paused"] } },
    data: {
      state: "rolled_back",
      reason,
      activeKey: null,
      endedAt: work.context.now,
      moves: { increment: 1 },
    },
  });
  if (!after) return;
  await addEntry(work, after, "rolled_back", reason);
  work.audit({
    subject: { type: "rollout", id: rolloutId },
    before: { name: before.deploymentName, deploymentId: before.deploymentId, state: before.state },
    after: { name: after.deploymentName, deploymentId: after.deploymentId, state: after.state, reason },
  });
});
