import type { Transaction } from "@triops/database/scoped";
import { originsOf } from "../training/index.ts";
import { defineQuery } from "../verb.ts";
import { metricsInput, versionMetrics } from "./schemas.ts";
import { requireVersion, type VersionRow } from "./store.ts";

/** What was measured when these versions were trained: newest values by metric, in the order given. */
export async function metricsOfMany(
  db: Transaction,
  versions: readonly VersionRow[],
): Promise<Record<string, number>[]> {
  return (await originsOf(db, versions)).map(({ metrics }) => metrics);
}

/** Metrics and parameters of a version beside those of another: the champion, unless one is named. */
export const readMetrics = defineQuery({
  name: "models.read-metrics",
  permission: "models:read",
  input: metricsInput,
  output: versionMetrics,
  run: async ({ db }, { id, against }) => {
    const version = await requireVersion(db, id);
    const champion = against
      ? null
      : await db.modelAlias.findFirst({ where: { modelId: version.modelId, alias: "champion" } });
    const otherId = against ?? champion?.versionId ?? null;
    const other = otherId && otherId !== id ? await requireVersion(db, otherId) : null;
    const [own, others] = await originsOf(db, other ? [version, other] : [version]);
    const keys = (a: object | undefined, b: object | undefined) =>
      [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])].sort();
    return {
      against: other ? { id: other.id, version: other.version, alias: champion?.alias ?? null } : null,
      data: keys(own?.metrics, others?.metrics).map((key) => ({
        key,
        value: own?.metrics[key] ?? null,
        otherValue: others?.metrics[key] ?? null,
      })),
      params: keys(own?.params, others?.params).map((key) => ({
        key,
        value: own?.params[key] ?? null,
        otherValue: others?.params[key] ?? null,
      })),
    };
  },
});
