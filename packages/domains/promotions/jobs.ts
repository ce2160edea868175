import { scopeToWorkspace } from "@triops/database/scoped";
import { jobFactory } from "@triops/jobs/define";
import { systemContext } from "@triops/kernel/context";
import { newId } from "@triops/kernel/ids";
import { z } from "zod";
import { gateOfModel, readVersionFiles, requireVersion } from "../models/index.ts";
import type { Runtime } from "../runtime.ts";
import type { Reading } from "../verb.ts";
import { inTransaction } from "../work.ts";
import { checkJob } from "./job-refs.ts";
import type { Smoke } from "./judge.ts";
import { isOpen, openStates, stateAfter } from "./rules.ts";
import { runChecks } from "./run-checks.ts";
import { trySmoke } from "./smoke.ts";
import { addEntry, auditView, checksOf, close, type Row, storedChecks } from "./store.ts";

const define = jobFactory<Runtime>();
const expiryBatch = 200;

/** Runs the checks of a request, with one trial inference, and writes down what they saw. */
export const check = define({
  ...checkJob,
  timeoutMs: 60_000,
  concurrency: 2,
  run: async ({ payload, services: runtime }) => {
    const { promotionId, workspaceId } = payload;
    const db = scopeToWorkspace(runtime.database, workspaceId);
    const row = await db.promotion.findFirst({ where: { id: promotionId } });
    if (!row?.versionId || !(isOpen(row.state) || row.state === "bypassed")) return;
    const { versionId, fromVersionId } = row;
    const context = systemContext(workspaceId, checkJob.name, runtime.clock.now(), newId());
    const reading = { db, runtime, context };
    const known = checksOf(row).find(({ name, state }) => name === "smoke" && state === "passed");
    const trial = known ?? (await tryOf(reading, row, versionId));
    const { checks: gate } = await gateOfModel(db, row.modelId);
    const checks = await runChecks(reading, gate, { versionId, fromVersionId }, trial);
    await inTransaction({ context, runtime }, checkJob.name, async (work) => {
      const state = isOpen(row.state) ? stateAfter(checks) : row.state;
      const [after] = await work.db.promotion.updateManyAndReturn({
        where: { id: promotionId, state: row.state, updatedAt: row.updatedAt },
        data: { checks: storedChecks(checks), state, checkedAt: context.now },
      });
      // Decided or sent back meanwhile: whoever did that asked for checks of their own, or needs none.
      if (!after) return;
      await addEntry(work, promotionId, "checked", "", { state });
      work.audit({
        subject: { type: "promotion", id: promotionId },
        before: auditView(row),
        after: auditView(after),
      });
    });
  },
});

async function tryOf(reading: Reading, row: Row, versionId: string): Promise<Smoke> {
  const version = await requireVersion(reading.db, versionId);
  const files = await readVersionFiles(reading, version);
  const notRun = (detail: string): Smoke => ({ state: "not_run", detail, evidence: {} });
  if (files.prefix === null) return notRun(files.missing ?? "Its files are not here");
  if (files.inputExample === null) return notRun("It was logged without an input example");
  return trySmoke(reading.runtime, {
    workspaceId: row.workspaceId,
    modelName: row.modelName,
    modelVersion: version.version,
    prefix: files.prefix,
    signature: files.signatureTexts,
    inputExample: files.inputExample,
  });
}

/** Requests whose time is over, and checks that nobody ran because a queue was lost. */
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
      await runtime.queue.enqueue(checkJob, { promotionId, workspaceId });
    }
  },
});
