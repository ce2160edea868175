import { conflict, forbidden } from "@triops/kernel/errors";
import { gateOfModel, moveAlias, requireModel, requireVersion } from "../models/index.ts";
import { idInput } from "../paging.ts";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { pendingChecks } from "./judge.ts";
import { blockedBecause } from "./rules.ts";
import { commentInput, decideInput, promotion, rejectInput } from "./schemas.ts";
import {
  addEntry,
  auditView,
  checkAfterCommit,
  checksOf,
  close,
  type Row,
  requirePromotion,
  storedChecks,
} from "./store.ts";

const justChanged = () => conflict("It was changed by somebody else just now; look again");

/** The reason is about the person, not about the request, when another person could do it. */
function refuse(reason: string | null): void {
  if (!reason) return;
  throw /^Your own|sign in$/.test(reason) ? forbidden(reason) : conflict(reason);
}

/**
 * A second person says yes: the alias moves in the same transaction. Where it points must be what the checks compared
 * with; if it moved meanwhile, they run again first, and the answer is the request in that state.
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
    const where = { modelId: stored.modelId, alias: stored.alias };
    const at = await db.modelAlias.findFirst({ where });
    if ((at?.versionId ?? null) !== stored.fromVersionId) {
      // An answer, not an error: it is kept, and whoever approves looks at the new comparison first.
      return checkAgain(work, stored, "The alias moved meanwhile");
    }
    const after = await close(work, stored, "approved", note, ["waiting"]);
    if (!after) throw justChanged();
    const model = await requireModel(db, stored.modelId);
    const to = stored.versionId ? await requireVersion(db, stored.versionId) : null;
    const { alias, fromVersionId: from } = stored;
    await moveAlias(work, { model, alias, to, from, permit: { promotionId: id } });
    return after;
  },
});

/** Measures it again, for example after metrics were logged. A trial that passed stays. */
export const recheck = defineVerb({
  name: "promotions.recheck",
  permission: "promotions:write",
  input: idInput,
  output: promotion,
  run: async (work, { id }) => {
    const before = await requirePromotion(work.db, id);
    refuse(blockedBecause.recheck(before, work.context.now));
    return checkAgain(work, before, "");
  },
});

/** Sends it back to its checks, against where the alias points now. */
async function checkAgain(work: Work, row: Row, why: string): Promise<Row> {
  const { db } = work;
  const { id, modelId, alias, versionId } = row;
  const { checks: gate } = await gateOfModel(db, modelId);
  const at = await db.modelAlias.findFirst({ where: { modelId, alias } });
  const trial = checksOf(row).find(({ name }) => name === "smoke") ?? null;
  const [after] = await db.promotion.updateManyAndReturn({
    where: { id, updatedAt: row.updatedAt },
    data: {
      checks: versionId ? storedChecks(pendingChecks(gate, trial)) : [],
      state: versionId ? "checking" : "waiting",
      fromVersionId: at?.versionId ?? null,
      fromVersion: at?.version ?? null,
    },
  });
  if (!after) throw justChanged();
  if (why) await addEntry(work, id, "checked", why, { state: after.state });
  work.audit({ subject: { type: "promotion", id }, before: auditView(row), after: auditView(after) });
  if (versionId) checkAfterCommit(work, id);
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
