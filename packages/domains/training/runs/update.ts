import { invalid } from "@triops/kernel/errors";
import type { Caller } from "../../runtime.ts";
import type { Work } from "../../work.ts";
import { accessTo, accessWithin } from "../access.ts";
import type { Lifecycle } from "../experiments/entity.ts";
import { checkLength, limits } from "../limits.ts";
import { nameTag } from "./create.ts";
import { inactiveRun, type RunInfo, type RunStatus, requireActiveRun, requireRun } from "./entity.ts";

export type RunChange = {
  status?: RunStatus | undefined;
  endTimeMs?: number | undefined;
  name?: string | undefined;
};

/** What the client says of its run: how it goes, when it ended, its name. @throws notFound, invalid */
export async function updateRun(caller: Caller, runId: string, change: RunChange): Promise<RunInfo> {
  const access = accessTo(caller, "write");
  const { db, workspaceId } = access;
  const run = await requireActiveRun(access, runId);
  const name = change.name ? checkLength("run_name", change.name, limits.nameCharsMax) : undefined;
  const { count } = await db.trainingRun.updateMany({
    where: { id: run.id, lifecycle: "active" },
    data: {
      ...(change.status ? { status: change.status } : {}),
      ...(change.endTimeMs !== undefined ? { endTimeMs: BigInt(change.endTimeMs) } : {}),
      ...(name ? { name } : {}),
    },
  });
  if (count === 0) throw inactiveRun(runId, "deleted");
  if (name) {
    await db.$executeRaw`
      INSERT INTO run_tags ("runId", key, "workspaceId", "experimentId", value)
      VALUES (${run.id}::uuid, ${nameTag}, ${workspaceId}::uuid, ${run.experimentId}::uuid, ${name})
      ON CONFLICT ("runId", key) DO UPDATE SET value = EXCLUDED.value`;
  }
  return {
    ...run,
    status: change.status ?? run.status,
    endTimeMs: change.endTimeMs ?? run.endTimeMs,
    name: name ?? run.name,
  };
}

/** Into the trash, or out of it. Doing so twice is no fault. @throws notFound, invalid */
export async function setRunLifecycle(work: Work, runId: string, to: Lifecycle): Promise<RunInfo> {
  const access = accessWithin(work);
  const run = await requireRun(access, runId);
  if (to === "active" && run.lifecycle !== to) {
    const experiment = await access.db.experiment.findFirst({ where: { id: run.experimentId } });
    if (experiment?.lifecycle !== "active")
      throw invalid(
        `The experiment ${run.experimentNumber} must be in the 'active' state. Current state is deleted.`,
      );
  }
  await access.db.trainingRun.updateMany({
    where: { id: run.id, lifecycle: { not: to } },
    data: { lifecycle: to, deletedAt: to === "deleted" ? access.now : null },
  });
  work.audit({
    subject: { type: "training-run", id: run.id },
    before: { lifecycle: run.lifecycle },
    after: { lifecycle: to },
  });
  return { ...run, lifecycle: to };
}
