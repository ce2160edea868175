import type { Prisma } from "@triops/database/client";
import { conflict } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { gateOfModel, isProtected, requireModel, requireNumber } from "../models/index.ts";
import type { Work } from "../work.ts";
import { pendingChecks } from "./judge.ts";
import { personBehind } from "./person.ts";
import { type Row, storedChecks } from "./store.ts";

type Wish = { modelId: string; alias: string; version: number | null; reason: string };

/** Where a protected alias is to point, and where it points. @throws conflict when there is nothing to decide */
export async function moveOf({ db }: Work, { modelId, alias, version }: Wish) {
  const model = await requireModel(db, modelId);
  const { protectedAliases, checks: gate } = await gateOfModel(db, modelId);
  if (!isProtected(alias, protectedAliases)) {
    throw conflict(`"${alias}" is not protected: it can be moved without a request`);
  }
  const to = version === null ? null : await requireNumber(db, modelId, version);
  const at = await db.modelAlias.findFirst({ where: { modelId, alias } });
  if ((at?.versionId ?? null) === (to?.id ?? null)) {
    throw conflict(to ? "The alias points at this version already" : "The alias points at nothing already");
  }
  return { model, gate, to, at };
}

/** Begins a promotion with its checks; to take an alias away there is nothing to measure. */
export async function open(
  { db, context: { workspaceId, actor } }: Work,
  { modelId, alias, version, reason }: Wish,
  { model, gate, to, at }: Awaited<ReturnType<typeof moveOf>>,
  state: Pick<Prisma.PromotionUncheckedCreateInput, "state" | "openKey" | "expiresAt"> &
    Partial<Prisma.PromotionUncheckedCreateInput>,
): Promise<Row> {
  return db.promotion.create({
    data: {
      id: newId(),
      workspaceId,
      modelId,
      modelName: model.name,
      alias,
      versionId: to?.id ?? null,
      version,
      fromVersionId: at?.versionId ?? null,
      fromVersion: at?.version ?? null,
      reason,
      checks: to ? storedChecks(pendingChecks(gate, null)) : [],
      requestedById: actor.id,
      requestedByKind: actor.kind,
      requestedByName: actor.name,
      requesterId: await personBehind(db, actor),
      ...state,
    },
  });
}
