import { conflict, forbidden } from "@triops/kernel/errors";
import { idInput } from "../paging.ts";
import { moveLabel, requireNumber, requirePrompt, requireVersion } from "../prompts/index.ts";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { blockedBecause, stateAfter } from "./rules.ts";
import { commentInput, decideInput, labelRequest, rejectInput } from "./schemas.ts";
import { addEntry, auditView, checksFor, close, type Row, requireRequest, storedChecks } from "./store.ts";

const justChanged = () => conflict("It was changed by somebody else just now; look again");

/** The reason is about the person, not about the request, when another person could do it. */
function refuse(reason: string | null): void {
  if (!reason) return;
  throw /^Your own|sign in$/.test(reason) ? forbidden(reason) : conflict(reason);
}

/**
 * A second person says yes: the label moves in the same transaction. Where it points must be what the checks compared
 * with; if it moved meanwhile, they run again first, and the answer is the request in that state.
 * @throws forbidden for the requester and for keys, conflict for what is decided or does not pass
 */
export const approve = defineVerb({
  name: "label-requests.approve",
  permission: "label-requests:write",
  input: decideInput,
  output: labelRequest,
  run: async (work, { id, note }) => {
    const { db, context } = work;
    const stored = await requireRequest(db, id);
    refuse(blockedBecause.approve(stored, context.actor, context.now));
    const { promptId, label } = stored;
    const at = await db.promptLabel.findFirst({ where: { promptId, label } });
    // An answer, not an error: it is kept, and whoever approves looks at the new comparison first.
    if ((at?.versionId ?? null) !== stored.fromVersionId)
      return checkAgain(work, stored, "The label moved meanwhile");
    const after = await close(work, stored, "approved", note, ["waiting"]);
    if (!after) throw justChanged();
    const of = await requirePrompt(db, promptId);
    const to = stored.versionId ? await requireVersion(db, stored.versionId) : null;
    const permit = { labelRequestId: id };
    await moveLabel(work, { prompt: of, label, to, from: stored.fromVersion, permit });
    return after;
  },
});

/** Judges it again, for example after a prompt that it includes was put right. */
export const recheck = defineVerb({
  name: "label-requests.recheck",
  permission: "label-requests:write",
  input: idInput,
  output: labelRequest,
  run: async (work, { id }) => {
    const before = await requireRequest(work.db, id);
    refuse(blockedBecause.recheck(before, work.context.now));
    return checkAgain(work, before, "");
  },
});

async function checkAgain(work: Work, row: Row, why: string): Promise<Row> {
  const { db, context } = work;
  const { id, promptId, label, versionId } = row;
  const of = await requirePrompt(db, promptId);
  const at = await db.promptLabel.findFirst({ where: { promptId, label } });
  const from = at ? await requireNumber(db, promptId, at.version) : null;
  const checks = versionId ? await checksFor(db, of, await requireVersion(db, versionId), from) : [];
  const [after] = await db.labelRequest.updateManyAndReturn({
    where: { id, updatedAt: row.updatedAt },
    data: {
      checks: storedChecks(checks),
      checkedAt: context.now,
      state: stateAfter(checks),
      fromVersionId: at?.versionId ?? null,
      fromVersion: at?.version ?? null,
    },
  });
  if (!after) throw justChanged();
  await addEntry(work, id, "checked", why, { state: after.state });
  work.audit({ subject: { type: "label-request", id }, before: auditView(row), after: auditView(after) });
  return after;
}

export const reject = defineVerb({
  name: "label-requests.reject",
  permission: "label-requests:write",
  input: rejectInput,
  output: labelRequest,
  run: async (work, { id, note }) => {
    const before = await requireRequest(work.db, id);
    refuse(blockedBecause.reject(before, work.context.actor, work.context.now));
    const after = await close(work, before, "rejected", note);
    if (!after) throw justChanged();
    return after;
  },
});

/** Takes a request back. Anybody who may write may tidy up; the timeline says who did. */
export const cancel = defineVerb({
  name: "label-requests.cancel",
  permission: "label-requests:write",
  input: decideInput,
  output: labelRequest,
  run: async (work, { id, note }) => {
    const before = await requireRequest(work.db, id);
    refuse(blockedBecause.cancel(before, work.context.now));
    const after = await close(work, before, "cancelled", note);
    if (!after) throw justChanged();
    return after;
  },
});

export const comment = defineVerb({
  name: "label-requests.comment",
  permission: "label-requests:write",
  input: commentInput,
  output: labelRequest,
  run: async (work, { id, text }) => {
    const row = await requireRequest(work.db, id);
    await addEntry(work, id, "comment", text);
    work.audit({ subject: { type: "label-request", id }, after: { comment: text } });
    return row;
  },
});
