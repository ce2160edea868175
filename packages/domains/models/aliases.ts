import { conflict, forbidden, notFound } from "@triops/kernel/errors";
import { defineVerb } from "../verb.ts";
import type { Work } from "../work.ts";
import { aliasMoved } from "./events.ts";
import { gateOfModel } from "./gate-store.ts";
import { isProtected } from "./rules.ts";
import { aliasInput, dropAliasInput, model } from "./schemas.ts";
import { type AliasRow, isPrompt, type ModelRow, requireModel, requireNumber, shownModel } from "./store.ts";

/** What allows a protected alias to move: the promotion that decided it. Only the promotions noun gives one. */
export type Permit = { promotionId: string };

export type Move = {
  model: ModelRow;
  alias: string;
  /** Null takes it away. */
  to: { id: string; version: number } | null;
  /** Where it must point now, null for nowhere; unless given, it may be anywhere. */
  from?: string | null;
  permit?: Permit;
};

/**
 * Sets, moves or takes away an alias. A protected one moves with a permit only, whichever way the call came.
 * @throws forbidden naming the page where a promotion is requested
 * @throws conflict when it does not point where `from` says
 */
export async function moveAlias(work: Work, { model, alias, to, from, permit }: Move): Promise<void> {
  const { db, context } = work;
  if (!permit) await requireOpen(work, model, alias, to?.version ?? null);
  const where = { modelId: model.id, alias };
  const before = await db.modelAlias.findFirst({ where });
  if (from !== undefined && (before?.versionId ?? null) !== from) throw movedMeanwhile();
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
      ? await db.modelAlias.updateMany({ where: { ...where, versionId: before.versionId }, data })
      : await db.modelAlias.deleteMany({ where: { ...where, versionId: before.versionId } })
    : to
      ? await db.modelAlias.createMany({
          data: [{ ...where, ...data, workspaceId: context.workspaceId }],
          skipDuplicates: true,
        })
      : { count: 1 };
  if (count === 0) throw movedMeanwhile();
  work.audit({
    subject: { type: "model", id: model.id },
    before: aliasView(model, alias, before),
    after: aliasView(model, alias, to),
  });
  if ((before?.versionId ?? null) === (to?.id ?? null) && !to) return;
  work.emit(aliasMoved, {
    modelId: model.id,
    name: model.name,
    prompt: await isPrompt(db, model.id),
    alias,
    fromVersionId: before?.versionId ?? null,
    fromVersion: before?.version ?? null,
    toVersionId: to?.id ?? null,
    toVersion: to?.version ?? null,
    promotionId: permit?.promotionId ?? null,
  });
}

const movedMeanwhile = () => conflict("The alias was moved by somebody else just now; look again");

const aliasView = (model: ModelRow, alias: string, at: { version: number } | null) => ({
  name: `${model.name}@${alias}`,
  model: model.name,
  alias,
  version: at?.version ?? null,
});

/** @throws forbidden */
async function requireOpen(
  work: Work,
  model: ModelRow,
  alias: string,
  version: number | null,
): Promise<void> {
  const gate = await gateOfModel(work.db, model.id);
  if (isProtected(alias, gate.protectedAliases)) throw forbidden(refusal(work, model, [alias], version));
}

/**
 * What carries a protected alias keeps its name and stays. `versionId` asks about one version, null about the model.
 * @throws forbidden
 */
export async function requireUnguarded(
  work: Work,
  model: ModelRow,
  versionId: string | null,
  deed: "deleted" | "renamed",
): Promise<readonly AliasRow[]> {
  const where = versionId ? { modelId: model.id, versionId } : { modelId: model.id };
  const aliases = await work.db.modelAlias.findMany({ where });
  const { protectedAliases } = await gateOfModel(work.db, model.id);
  const guarded = aliases.filter(({ alias }) => isProtected(alias, protectedAliases));
  const [first] = guarded;
  if (first) {
    const names = guarded.map(({ alias }) => alias);
    throw forbidden(
      `It carries ${list(names)} and cannot be ${deed}. ${refusal(work, model, names, first.version)}`,
    );
  }
  return aliases;
}

const list = (names: readonly string[]) => names.map((name) => `"${name}"`).join(", ");

function refusal({ runtime }: Work, model: ModelRow, aliases: readonly string[], version: number | null) {
  const page = `${runtime.webUrl}/models/${encodeURIComponent(model.name)}`;
  const at = version === null ? page : `${page}/versions/${version}`;
  const words = aliases.length === 1 ? "is protected: it moves" : "are protected: they move";
  const url = `${at}?promote=${encodeURIComponent(aliases[0] ?? "")}`;
  return `The alias ${list(aliases)} of ${model.name} ${words} only by an approved promotion. Request one at ${url}`;
}

/** Points an alias at a version, wherever it pointed before. @throws forbidden for a protected one */
export const setAlias = defineVerb({
  name: "models.set-alias",
  permission: "models:write",
  input: aliasInput,
  output: model,
  run: async (work, { id, alias, version }) => {
    const row = await requireModel(work.db, id);
    const to = await requireNumber(work.db, id, version);
    await moveAlias(work, { model: row, alias, to });
    return shownModel(work.db, row);
  },
});

/** @throws notFound for an alias that is not set, forbidden for a protected one */
export const dropAlias = defineVerb({
  name: "models.drop-alias",
  permission: "models:write",
  input: dropAliasInput,
  output: model,
  run: async (work, { id, alias }) => {
    const row = await requireModel(work.db, id);
    if (!(await work.db.modelAlias.findFirst({ where: { modelId: id, alias } }))) throw notFound("alias");
    await moveAlias(work, { model: row, alias, to: null });
    return shownModel(work.db, row);
  },
});
