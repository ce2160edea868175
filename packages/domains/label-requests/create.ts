import { conflict } from "@triops/kernel/errors";
import { decidedBy, openKeyOf } from "../approval-rows.ts";
import { isProtected, moveLabel, readGateOf, requireNumber, requirePrompt } from "../prompts/index.ts";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { labelRequested } from "./events.ts";
import { stateAfter } from "./rules.ts";
import { bypassInput, createInput, labelRequest } from "./schemas.ts";
import { addEntry, auditView, checksFor, newRow, storedChecks, tellDecided } from "./store.ts";

type Wanted = { promptId: string; label: string; version: number | null };

/** What is asked, as things stand. @throws notFound, conflict */
async function lookAt({ db }: Work, { promptId, label, version }: Wanted) {
  const of = await requirePrompt(db, promptId);
  const gate = await readGateOf(db);
  if (!isProtected(label, gate))
    throw conflict(`"${label}" is not protected: it can be moved without a request`);
  const to = version === null ? null : await requireNumber(db, promptId, version);
  const from = await db.promptLabel.findFirst({ where: { promptId, label } });
  if ((from?.versionId ?? null) === (to?.id ?? null))
    throw conflict(to ? "The label points at this version already" : "The label points at nothing already");
  const before = from ? await requireNumber(db, promptId, from.version) : null;
  const checks = to ? await checksFor(db, of, to, before) : [];
  return { of, gate, to, from, checks };
}

/** Asks to move a protected label; the checks run at once. @throws conflict, notFound */
export const create = defineVerb({
  name: "label-requests.create",
  permission: "label-requests:write",
  input: createInput,
  output: labelRequest,
  run: async (work, { promptId, label, version, reason }) => {
    const { db, context } = work;
    const { of, gate, to, from, checks } = await lookAt(work, { promptId, label, version });
    const openKey = openKeyOf(promptId, label, version);
    if (await db.labelRequest.findFirst({ where: { openKey } }))
      throw conflict("There is an open request for this version and label already");
    const row = await db.labelRequest.create({
      data: {
        ...(await newRow(work, { of, label, to, from, reason })),
        state: stateAfter(checks),
        openKey,
        checks: storedChecks(checks),
        expiresAt: new Date(context.now.getTime() + gate.expiresAfterHours * 3_600_000),
      },
    });
    await addEntry(work, row.id, "requested", reason);
    work.audit({ subject: { type: "label-request", id: row.id }, after: auditView(row) });
    work.emit(labelRequested, {
      labelRequestId: row.id,
      promptId,
      name: of.name,
      label,
      version,
      fromVersion: row.fromVersion,
      by: context.actor.name,
    });
    return row;
  },
});

/**
 * Moves a protected label without a second person. An owner's, with a reason; what the checks saw is kept beside it.
 * @throws conflict when the label is not protected or points there already
 */
export const bypass = defineVerb({
  name: "label-requests.bypass",
  permission: "label-requests:own",
  input: bypassInput,
  output: labelRequest,
  run: async (work, { promptId, label, version, reason }) => {
    const { db, context } = work;
    const { of, to, from, checks } = await lookAt(work, { promptId, label, version });
    const row = await db.labelRequest.create({
      data: {
        ...(await newRow(work, { of, label, to, from, reason })),
        state: "bypassed",
        openKey: null,
        checks: storedChecks(checks),
        ...decidedBy(context),
        expiresAt: context.now,
      },
    });
    await addEntry(work, row.id, "bypassed", reason);
    work.audit({ subject: { type: "label-request", id: row.id }, after: auditView(row) });
    const permit = { labelRequestId: row.id };
    await moveLabel(work, { prompt: of, label, to, from: from?.version ?? null, permit });
    tellDecided(work, row);
    return row;
  },
});
