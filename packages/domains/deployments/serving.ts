import type { Transaction } from "@triops/database/scoped";
import type { Serving } from "../models/index.ts";

/** Where versions of a model answer now. */
export async function servingOf(db: Transaction, modelName: string): Promise<Serving[]> {
  const variants = await db.deploymentVariant.findMany({ where: { modelName }, take: 500 });
  const deployments = await db.deployment.findMany({
    where: { id: { in: [...new Set(variants.map((row) => row.deploymentId))] } },
    select: { id: true, name: true, enabled: true, rolloutId: true },
  });
  const byId = new Map(deployments.map((row) => [row.id, row]));
  return variants.flatMap(({ deploymentId, role, weight, modelVersion }) => {
    const deployment = byId.get(deploymentId);
    const version = Number(modelVersion);
    if (!deployment || !Number.isInteger(version)) return [];
    const state = !deployment.enabled ? "switched off" : deployment.rolloutId ? "rolling out" : "serving";
    return [{ deploymentId, deployment: deployment.name, role, weight, version, state }];
  });
}
