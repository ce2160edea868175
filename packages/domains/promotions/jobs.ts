import { scopeToWorkspace } from "@triops/database/scoped";
import { jobFactory } from "@triops/jobs/define";
import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { z } from "zod";
import { readVersionFiles, requireVersion } from "../models/index.ts";
import type { Runtime } from "../runtime.ts";
import { inTransaction } from "../work.ts";
import { smokeJob } from "./job-refs.ts";
import type { Smoke } from "./judge.ts";
import { isOpen, openStates, stateAfter } from "./rules.ts";
import { trySmoke } from "./smoke.ts";
import { addEntry, auditView, checksOf, close, type Row, storedChecks } from "./store.ts";

const define = jobFactory<Runtime>();
const expiryBatch = 200;

/** Runs the version's input example once and writes the verdict into the request. */
export const smoke = define({
  ...smokeJob,
  timeoutMs: 60_000,
  concurrency: 2,
  run: async ({ payload, services: runtime }) => {
    const { promotionId, workspaceId } = payload;
    const db = scopeToWorkspace(runtime.database, workspaceId);
    const row = await db.promotion.findFirst({ where: { id: promotionId } });
    if (!row?.versionId || !isOpen(row.state)) return;
    const verdict = await verdictOf(runtime, row, row.versionId);
    const context = systemContext(workspaceId, smokeJob.name, runtime.clock.now(), newId());
    await inTransaction({ context, runtime }, smokeJob.name, async (work) => {
      // Fresh: a recheck may have written beside us while the model was loading.
      const now = await work.db.promotion.findFirst({ where: { id: promotionId } });
      if (!now || !isOpen(now.state)) return;
      const checks = checksOf(now).map((check) =>
        check.name === "smoke" ? { ...check, ...verdict } : check,
      );
      const state = stateAfter(checks);
      const [after] = await work.db.promotion.updateManyAndReturn({
        where: { id: promotionId, updatedAt: now.updatedAt },
        data: { checks: storedChecks(checks), state, checkedAt: context.now },
      });
      if (!after) throw new Error("changed meanwhile; the job tries again");
      await addEntry(work, promotionId, "checked", "", { state });
      work.audit({
        subject: { type: "promotion", id: promotionId },
        before: auditView(now),
        after: auditView(after),
      });
    });
  },
});

async function verdictOf(runtime: Runtime, row: Row, versionId: string): Promise<Smoke> {
  const { workspaceId } = row;
  const db = scopeToWorkspace(runtime.database, workspaceId);
  const context = systemContext(workspaceId, smokeJob.name, runtime.clock.now(), newId());
  const version = await requireVersion(db, versionId);
  const files = await readVersionFiles({ db, runtime, context }, version);
  const notRun = (detail: string): Smoke => ({ state: "not_run", detail, evidence: {} });
  if (files.prefix === null) return notRun(files.missing ?? "Its files are not here");
  if (files.inputExample === null) return notRun("It was logged without an input example");
  return trySmoke(runtime, {
    workspaceId,
    modelName: row.modelName,
    modelVersion: version.version,
    prefix: files.prefix,
    signature: files.signatureTexts,
    inputExample: files.inputExample,
  });
}

/** Requests whose time is over, and trials that nobody ran because a queue was lost. */
export const expire = define({
  name: "promotions.expire",
  payload: z.object({}),
  attempts: 1,
  timeoutMs: 60_000,
  dedupe: () => "expire",
  every: { seconds: 60 },
  run: async ({ services: runtime, signal }) => {
    const now = runtime.clock.now();
    const due = await runtime.database.promotion.findMany({
      where: { state: { in: [...openStates] }, expiresAt: { lte: now } },
      take: expiryBatch,
    });
    for (const row of due) {
      if (signal.aborted) return;
      const context = systemContext(row.workspaceId, "promotions.expire", now, newId());
      await inTransaction({ context, runtime }, "promotions.expire", async (work) => {
        await close(work, row, "expired", "Nobody decided in time");
      });
    }
    const waiting = await runtime.database.promotion.findMany({
      where: { state: "checking", updatedAt: { lte: new Date(now.getTime() - 120_000) } },
      select: { id: true, workspaceId: true },
      take: expiryBatch,
    });
    for (const { id: promotionId, workspaceId } of waiting) {
      await runtime.queue.enqueue(smokeJob, { promotionId, workspaceId });
    }
  },
});
