import type { Transaction } from "@triops/database/scoped";
import { protectedByDefault } from "./rules.ts";
import { type Gate, gateChecks } from "./schemas.ts";

export const workspaceScope = "workspace";

const unset: Gate = {
  scope: "workspace",
  protectedAliases: [...protectedByDefault],
  checks: gateChecks.parse({}),
  updatedByName: null,
  updatedAt: null,
};

/** The gates that hold for these models: a model's own, or else the workspace's. */
export async function gateOf(
  db: Transaction,
  modelIds: readonly string[],
): Promise<(modelId: string) => Gate> {
  const rows = await db.modelGate.findMany({ where: { scope: { in: [workspaceScope, ...modelIds] } } });
  const gates = new Map(
    rows.map((row): [string, Gate] => [
      row.scope,
      {
        scope: row.scope === workspaceScope ? "workspace" : "model",
        protectedAliases: row.protectedAliases,
        checks: gateChecks.parse(row.checks),
        updatedByName: row.updatedByName,
        updatedAt: row.updatedAt.toISOString(),
      },
    ]),
  );
  return (modelId) => gates.get(modelId) ?? gates.get(workspaceScope) ?? unset;
}

export const gateOfModel = async (db: Transaction, modelId: string): Promise<Gate> =>
  (await gateOf(db, [modelId]))(modelId);
