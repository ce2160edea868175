import { jobFactory } from "@triops/jobs/define";
import { systemContext } from "@triops/kernel/context";
import { isTriopsError } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { z } from "zod";
import type { Runtime } from "../runtime.ts";
import { inTransaction } from "../work.ts";
import { follow } from "./follow-alias.ts";
import { publishAllDeployments } from "./snapshot.ts";

const define = jobFactory<Runtime>();

/** Makes up for any publication that was missed, and fills a Redis that lost its data. */
export const publish = define({
  name: "deployments.publish",
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 30_000,
  every: { seconds: 10 },
  run: ({ services }) => publishAllDeployments(services),
});

const followName = "deployments.follow";

/** Aliases that moved while a rollout had the weights, or whose event was missed. */
export const followAliases = define({
  name: followName,
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 60_000,
  every: { seconds: 30 },
  run: async ({ services: runtime, signal, now }) => {
    const behind = await runtime.database.$queryRaw<{ id: string; workspaceId: string }[]>`
      SELECT DISTINCT d.id, d."workspaceId" FROM deployment_variants v
      JOIN deployments d ON d.id = v."deploymentId" AND d."rolloutId" IS NULL
      JOIN registered_models m ON m."workspaceId" = v."workspaceId" AND m.name = v."modelName"
      JOIN model_aliases a ON a."modelId" = m.id AND a.alias = v.alias
      WHERE v.alias IS NOT NULL AND a.version::text != v."modelVersion" LIMIT 200`;
    for (const { id, workspaceId } of behind) {
      if (signal.aborted) return;
      const context = systemContext(workspaceId, followName, now, newId());
      await inTransaction({ context, runtime }, followName, (work) => follow(work, id)).catch((error) => {
        // Somebody changes or removes it right now: the next sweep looks again.
        if (!isTriopsError(error)) throw error;
      });
    }
  },
});
