import type { Context } from "@triops/kernel/context";
import { limitReached } from "@triops/kernel/errors";
import { createTokenBuckets, secondsUntil } from "@triops/kernel/token-buckets";
import type { Runtime } from "../runtime.ts";
import { limitsOf } from "./limits.ts";

/** A limit that was changed holds after so long, ms; until then the database is not asked again. */
const knownMs = 5_000;
/** Workspaces whose limits are kept in mind. */
const knownMax = 10_000;

export type ApiRates = {
  /** One request of a key or member. @throws limitReached with the seconds until there is room again */
  take(context: Pick<Context, "workspaceId" | "actor" | "now">): Promise<void>;
};

/**
 * How fast one key, or one member, may ask an API that machines write to: a job that has run wild slows itself down,
 * and nobody else. Each web process counts for itself.
 */
export function createApiRates(runtime: Runtime): ApiRates {
  const buckets = createTokenBuckets();
  const known = new Map<string, { perSecond: number; untilMs: number }>();

  async function limitOf(workspaceId: string, nowMs: number): Promise<number> {
    const held = known.get(workspaceId);
    if (held && held.untilMs > nowMs) return held.perSecond;
    const select = { ingestLimits: true };
    const row = await runtime.database.workspace.findUnique({ where: { id: workspaceId }, select });
    const { apiRequestsPerSecondMax: perSecond } = limitsOf(row?.ingestLimits);
    if (known.size >= knownMax) known.clear();
    known.set(workspaceId, { perSecond, untilMs: nowMs + knownMs });
    return perSecond;
  }

  return {
    async take({ workspaceId, actor, now }) {
      const nowMs = now.getTime();
      const perSecond = await limitOf(workspaceId, nowMs);
      const name = `${workspaceId}:${actor.id}`;
      const left = buckets.left(name, perSecond, nowMs);
      if (left < 1)
        throw limitReached(
          `This key asks more than ${perSecond} times a second; the workspace's settings say how often it may`,
          secondsUntil(1 - left, perSecond),
        );
      buckets.take(name, 1);
    },
  };
}
