import type { Transaction } from "@triops/database/scoped";
import { notFound } from "@triops/kernel/errors";
import type { VersionRow } from "./store.ts";

/** A version by the names people use: the model's, and a number or an alias. @throws notFound */
export async function findVersion(
  db: Transaction,
  wanted: { name: string } & ({ version: number } | { alias: string }),
): Promise<VersionRow> {
  const model = await db.registeredModel.findFirst({ where: { name: wanted.name } });
  if (!model) throw notFound("model");
  const modelId = model.id;
  if ("version" in wanted) {
    const row = await db.modelVersion.findFirst({
      where: { modelId, version: wanted.version, deletedAt: null },
    });
    if (!row) throw notFound("model version");
    return row;
  }
  const alias = await db.modelAlias.findFirst({ where: { modelId, alias: wanted.alias } });
  const row = alias && (await db.modelVersion.findFirst({ where: { id: alias.versionId, deletedAt: null } }));
  if (!row) throw notFound("alias");
  return row;
}
