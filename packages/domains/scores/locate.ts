import { scopeToWorkspace } from "@triops/database/scoped";
import { jobFactory } from "@triops/jobs/define";
import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { spansOfAnswers } from "@triops/telemetry/llm/answers";
import { z } from "zod";
import { publishLive } from "../live.ts";
import type { Runtime } from "../runtime.ts";

const define = jobFactory<Runtime>();

/** Of a workspace at once, the newest: ids that fit nothing must not keep others waiting. */
const scoresMax = 500;
/** An evaluation may come so long after what it is about. */
const beforeMs = 8 * 86_400_000;
const afterMs = 3_600_000;

/** Finds the spans of scores that named an answer: evaluations are often quicker here than the spans they are about. */
export const locateScores = define({
  name: "scores.locate",
  payload: z.object({}),
  attempts: 1,
  every: { seconds: 10 },
  run: async ({ services: runtime, now, signal }) => {
    const workspaces = await runtime.database.score.groupBy({
      by: ["workspaceId"],
      where: { soughtUntil: { gt: now } },
    });
    for (const { workspaceId } of workspaces) {
      if (signal.aborted) return;
      await locateIn(runtime, workspaceId, now);
    }
  },
});

async function locateIn(runtime: Runtime, workspaceId: string, now: Date): Promise<void> {
  const db = scopeToWorkspace(runtime.database, workspaceId);
  const sought = await db.score.findMany({
    where: { soughtUntil: { gt: now } },
    orderBy: { soughtUntil: "desc" },
    take: scoresMax,
    select: { id: true, responseId: true, at: true },
  });
  const times = sought.map(({ at }) => at.getTime());
  const found = await spansOfAnswers(runtime.telemetry, {
    workspaceId,
    responseIds: [...new Set(sought.map(({ responseId }) => responseId))],
    window: { from: new Date(Math.min(...times) - beforeMs), to: new Date(Math.max(...times) + afterMs) },
  });
  const entries: { subject: { type: string; id: string } }[] = [];
  for (const { id, responseId } of sought) {
    const ids = found.get(responseId);
    if (!ids) continue;
    await db.score.updateMany({ where: { id }, data: { ...ids, soughtUntil: null } });
    entries.push({ subject: { type: "score", id } });
  }
  if (entries.length === 0) return;
  const context = systemContext(workspaceId, "scores.locate", now, newId());
  publishLive(runtime, context, "scores.locate", entries);
}
