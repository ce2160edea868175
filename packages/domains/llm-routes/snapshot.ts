import type { Runtime } from "../runtime.ts";
import type { SnapshotPart } from "../snapshot-part.ts";
import {
  type PublishedRoute,
  publishedRoutesAt,
  publishedRoutesHash,
  routesPart,
} from "./snapshot-schemas.ts";
import { inOrder, parametersOf, type RouteRow, settingsOf, type TargetRow } from "./stored.ts";

export const routesSnapshot: SnapshotPart<PublishedRoute> = {
  name: routesPart,
  hash: publishedRoutesHash,
  markedAt: publishedRoutesAt,
  some: async (runtime, fields) =>
    published(runtime, await runtime.database.llmRoute.findMany({ where: { id: { in: [...fields] } } })),
  after: async (runtime, field, take) =>
    published(
      runtime,
      await runtime.database.llmRoute.findMany({
        where: field ? { id: { gt: field } } : {},
        orderBy: { id: "asc" },
        take,
      }),
    ),
};

async function published(
  { database }: Runtime,
  rows: readonly RouteRow[],
): Promise<Map<string, PublishedRoute>> {
  const targets = await database.llmRouteTarget.findMany({
    where: { routeId: { in: rows.map(({ id }) => id) } },
  });
  const byRoute = Map.groupBy(targets, ({ routeId }) => routeId);
  return new Map(rows.map((row) => [row.id, publishedOf(row, byRoute.get(row.id) ?? [])]));
}

const publishedOf = (row: RouteRow, targets: readonly TargetRow[]): PublishedRoute => ({
  workspaceId: row.workspaceId,
  id: row.id,
  name: row.name,
  enabled: row.enabled,
  ...settingsOf(row),
  targets: inOrder(targets).map((target) => ({
    id: target.id,
    providerId: target.providerId,
    model: target.model,
    weight: target.weight,
    tier: target.tier,
    parameters: parametersOf(target),
  })),
  revision: row.revision,
});
