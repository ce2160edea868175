import { conflict, forbidden } from "@triops/kernel/errors";
import { moveAlias, requireModel, requireVersion } from "../models/index.ts";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { smokeJob } from "./job-refs.ts";
import type { Smoke } from "./judge.ts";
import { blockedBecause } from "./rules.ts";
import { runChecks } from "./run-checks.ts";
import { commentInput, decideInput, promotion, rejectInput } from "./schemas.ts";
import { addEntry, auditView, checksOf, close, type Row, requirePromotion, storedChecks } from "./store.ts";

const justChanged = () => conflict("It was changed by somebody else just now; look again");

/** The reason is about the person, not about the request, when another person could do it. */
function refuse(reason: string | null): void {
  if (!reason) return;
  throw /^Your own|sign in$/.test(reason) ? forbidden(reason) : conflict(reason);
}

/**
 * A second person says yes: the alias moves in the same transaction. Where it points must be what the checks compared
 * with; if it moved meanwhile, they run again now.
 * @throws forbidden for the requester and for keys, conflict for what is decided or does not pass
 */
export const approve = defineVerb({
  name: "promotions.approve",
  permission: "promotions:write",
  input: decideInput,
  output: promotion,
  run: async (work, { id, note }) => {
    const { db, context } = work;
    const stored = await requirePromotion(db, id);
    refuse(blockedBecause.approve(stored, context.actor, context.now));
    const before = await checkedNow(work, stored);
    // That the checks fail now is an answer, not an error: it is kept, and the request waits for better.
    if (before.state !== "waiting") return before;
    const after = await close(work, before, "approved", note, ["waiting"]);
    if (!after) throw justChanged();
    const model = await requireModel(db, before.modelId);
    const to = before.versionId ? await requireVersion(db, before.versionId) : null;
    const { alias, fromVersionId: from } = before;
    await moveAlias(work, { model, alias, to, from, permit: { promotionId: id } });
    return after;
  },
});

/** The request as it stands towards where the alias points now; checks run again when that moved. */
async function checkedNow(work: Work, row: Row): Promise<Row> {
  const at = await work.db.modelAlias.findFirst({ where: { modelId: row.modelId, alias: row.alias } });
  if ((at?.versionId ?? null) === row.fromVersionId) return row;
  return checkAgain(work, row, "The alias moved meanwhile");
}

/** Measures it again, for example after metrics were logged. The trial of the version stays as it was. */
export const recheck = defineVerb({
  name: "promotions.recheck",
  permission: "promotions:write",
  input: idInput,
  output: promotion,
  run: async (work, { id }) => {
    const { runtime, context } = work;
    const before = await requirePromotion(work.db, id);
    refuse(blockedBecause.recheck(before, context.now));
    const again = before.versionId !== null && trialOf(before).state !== "passed";
    const after = await checkAgain(work, before, "", again);
    if (again) {
      const payload = { promotionId: id, workspaceId: context.workspaceId };
      work.afterCommit(() => runtime.queue.enqueue(smokeJob, payload));
    }
    return after;
  },
});

const trialOf = (row: Row): Smoke => {
  const trial = checksOf(row).find(({ name }) => name === "smoke");
  return trial ?? { state: "not_run", detail: "It did not run", evidence: {} };
};

/** Runs all checks but the trial again, and writes down what they saw. */
async function checkAgain(work: Work, row: Row, why: string, anotherTrial = false): Promise<Row> {
  const { state: trialState, detail, evidence } = trialOf(row);
  const trial: Smoke = anotherTrial
    ? { state: "running", detail: "Waiting for its turn", evidence: {} }
    : { state: trialState, detail, evidence };
  const checked = await runChecks(work, row, trial);
  const { checks, state, fromVersionId, fromVersion } = checked;
  const [after] = await work.db.promotion.updateManyAndReturn({
    where: { id: row.id, updatedAt: row.updatedAt },
    data: { checks: storedChecks(checks), state, fromVersionId, fromVersion, checkedAt: work.context.now },
  });
  if (!after) throw justChanged();
  await addEntry(work, row.id, "checked", why, { state });
  work.audit({ subject: { type: "promotion", id: row.id }, before: auditView(row), after: auditView(after) });
  return after;
}

export const reject = defineVerb({
  name: "promotions.reject",
  permission: "promotions:write",
  input: rejectInput,
  output: promotion,
  run: async (work, { id, note }) => {
    const before = await requirePromotion(work.db, id);
    refuse(blockedBecause.reject(before, work.context.actor, work.context.now));
    const after = await close(work, before, "rejected", note);
    if (!after) throw justChanged();
    return after;
  },
});

/** Takes a request back. Anybody who may write may tidy up; the timeline says who did. */
export const cancel = defineVerb({
  name: "promotions.cancel",
  permission: "promotions:write",
  input: decideInput,
  output: promotion,
  run: async (work, { id, note }) => {
    const before = await requirePromotion(work.db, id);
    refuse(blockedBecause.cancel(before, work.context.now));
    const after = await close(work, before, "cancelled", note);
    if (!after) throw justChanged();
    return after;
  },
});

export const comment = defineVerb({
  name: "promotions.comment",
  permission: "promotions:write",
  input: commentInput,
  output: promotion,
  run: async (work, { id, text }) => {
    const row = await requirePromotion(work.db, id);
    await addEntry(work, id, "comment", text);
    work.audit({ subject: { type: "promotion", id }, after: { comment: text } });
    return row;
  },
});
