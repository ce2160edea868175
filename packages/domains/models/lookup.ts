import { scopeToWorkspace } from "@triops/database/scoped";
import type { Caller } from "../runtime.ts";

/** Postgres's largest integer: a larger version number is nobody's. */
const versionMax = 2_147_483_647;

/** The id behind a name, for APIs that speak in names. Null when there is none. */
export async function idOfModel({ context, runtime }: Caller, name: string): Promise<string | null> {
  const db = scopeToWorkspace(runtime.database, context.workspaceId);
  const row = await db.registeredModel.findFirst({ where: { name }, select: { id: true } });
  return row?.id ?? null;
}

/** The id of a version that is not deleted, or null. */
export async function idOfVersion(
  { context, runtime }: Caller,
  modelId: string,
  version: number,
): Promise<string | null> {
  if (!Number.isInteger(version) || version < 1 || version > versionMax) return null;
  const db = scopeToWorkspace(runtime.database, context.workspaceId);
  const row = await db.modelVersion.findFirst({
    where: { modelId, version, deletedAt: null },
    select: { id: true },
  });
  return row?.id ?? null;
}
