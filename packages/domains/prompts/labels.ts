import { conflict, forbidden, invalid, limitReached, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { promptLabelMoved } from "./events.ts";
import { isProtected, readGateOf } from "./gate-store.ts";
import { promptLimits } from "./names.ts";
import { dropLabelInput, labelInput, prompt } from "./schemas.ts";
import { type PromptRow, requireNumber, requirePrompt, shownPrompt } from "./store.ts";
import { includedBy, touch } from "./touch.ts";

/** What allows a protected label to move: the request that decided it. Only the label-requests noun gives one. */
export type Permit = { labelRequestId: string };

export type Move = {
  prompt: Pick<PromptRow, "id" | "name">;
  label: string;
  /** Null takes it away. */
  to: { id: string; version: number } | null;
  /** The version it must be at now, null for nowhere; unless given, it may be anywhere. */
  from?: number | null | undefined;
  permit?: Permit;
  /** The prompt is made in this very transaction. */
  atCreation?: boolean;
};

/**
 * Sets, moves or takes away a label. A protected one moves with a permit only, whichever way the call came.
 * @throws forbidden naming the page where a request is made
 * @throws conflict when it is not where `from` says
 * @throws invalid when it is taken away and other prompts include this one by it
 */
export async function moveLabel(work: Work, move: Move): Promise<void> {
  const { prompt: of, label, to, from, permit } = move;
  const { db, context } = work;
  if (!permit) await requireOpen(work, move);
  const where = { promptId: of.id, label };
  const before = await db.promptLabel.findFirst({ where });
  if (from !== undefined && (before?.version ?? null) !== from) throw movedMeanwhile();
  if ((before?.versionId ?? null) === (to?.id ?? null)) return;
  if (!to) {
    const parents = await includedBy(work, of.name, { labels: [label] });
    if (parents.length > 0)
      throw invalid(`Other prompts include this one by the label "${label}": ${parents.join("; ")}`);
  } else if (
    !before &&
    (await db.promptLabel.count({ where: { promptId: of.id } })) >= promptLimits.labelsMax
  )
    throw limitReached(`A prompt has at most ${promptLimits.labelsMax} labels`);
  const data = {
    versionId: to?.id ?? "",
    version: to?.version ?? 0,
    movedById: context.actor.id,
    movedByName: context.actor.name,
    movedAt: context.now,
  };
  // The place it was seen at is part of the condition: of two movers one is told of the conflict.
  const { count } = before
    ? to
      ? await db.promptLabel.updateMany({ where: { ...where, versionId: before.versionId }, data })
      : await db.promptLabel.deleteMany({ where: { ...where, versionId: before.versionId } })
    : await db.promptLabel.createMany({
        data: [{ ...where, ...data, workspaceId: context.workspaceId }],
        skipDuplicates: true,
      });
  if (count === 0) throw movedMeanwhile();
  await noteMove(work, move, before?.version ?? null);
  await touch(work, of);
}

async function noteMove(work: Work, { prompt: of, label, to, permit }: Move, fromVersion: number | null) {
  const { db, context } = work;
  const { actor, workspaceId, now } = context;
  const toVersion = to?.version ?? null;
  const labelRequestId = permit?.labelRequestId ?? null;
  await db.promptLabelMove.create({
    data: {
      id: newId(),
      workspaceId,
      promptId: of.id,
      label,
      fromVersion,
      toVersion,
      labelRequestId,
      actorKind: actor.kind,
      actorId: actor.id,
      actorName: actor.name,
      at: now,
    },
  });
  const view = (version: number | null) => ({ name: `${of.name}@${label}`, prompt: of.name, label, version });
  work.audit({
    subject: { type: "prompt-label", id: of.id },
    before: view(fromVersion),
    after: view(toVersion),
  });
  work.emit(promptLabelMoved, {
    promptId: of.id,
    name: of.name,
    label,
    fromVersion,
    toVersion,
    labelRequestId,
  });
}

const movedMeanwhile = () => conflict("The label was moved by somebody else just now; look again");

async function requireOpen(work: Work, { prompt: of, label, to, atCreation }: Move): Promise<void> {
  const gate = await readGateOf(work.db);
  if (!isProtected(label, gate) || (atCreation && gate.allowAtCreation)) return;
  throw forbidden(refusal(work, of, label, to?.version ?? null));
}

/** Where a request for a protected label is made: the page's form for this version. */
function requestUrl({ runtime }: Work, of: { name: string }, label: string, version: number | null): string {
  const at = version === null ? "" : `&label=${version}`;
  const page = `${runtime.webUrl}/prompts/${encodeURIComponent(of.name)}`;
  return `${page}?view=versions&request=${encodeURIComponent(label)}${at}`;
}

const refusal = (work: Work, of: { name: string }, label: string, version: number | null) =>
  `The label "${label}" of ${of.name} is protected: it moves only by an approved request. Make one at ${requestUrl(work, of, label, version)}`;

/**
 * What carries a protected label stays and keeps its name. @throws forbidden
 */
export async function requireUnguarded(
  work: Work,
  of: Pick<PromptRow, "id" | "name">,
  versionId: string | null,
  deed: "deleted" | "renamed",
): Promise<{ label: string; version: number }[]> {
  const { db } = work;
  const labels = await db.promptLabel.findMany({
    where: { promptId: of.id, ...(versionId ? { versionId } : {}) },
    select: { label: true, version: true },
  });
  const gate = await readGateOf(db);
  const guarded = labels.find(({ label }) => isProtected(label, gate));
  if (guarded)
    throw forbidden(
      `It carries the protected label "${guarded.label}" and cannot be ${deed}. ${refusal(work, of, guarded.label, null)}`,
    );
  return labels;
}

/** Points a label at a version. @throws forbidden for a protected one, conflict when it is not where `from` says */
export const setLabel = defineVerb({
  name: "prompts.set-label",
  permission: "prompts:write",
  input: labelInput,
  output: prompt,
  run: async (work, { id, label, version, from }) => {
    const row = await requirePrompt(work.db, id);
    const to = await requireNumber(work.db, id, version);
    const at = await work.db.promptLabel.findFirst({ where: { promptId: id, label } });
    if (at?.versionId === to.id) throw conflict("The label points at this version already");
    await moveLabel(work, { prompt: row, label, to, from });
    return shownPrompt(work.db, await requirePrompt(work.db, id));
  },
});

/** @throws notFound for a label that is not set, forbidden for a protected one */
export const dropLabel = defineVerb({
  name: "prompts.drop-label",
  permission: "prompts:write",
  input: dropLabelInput,
  output: prompt,
  run: async (work, { id, label }) => {
    const row = await requirePrompt(work.db, id);
    if (!(await work.db.promptLabel.findFirst({ where: { promptId: id, label } }))) throw notFound("label");
    await moveLabel(work, { prompt: row, label, to: null });
    return shownPrompt(work.db, await requirePrompt(work.db, id));
  },
});
