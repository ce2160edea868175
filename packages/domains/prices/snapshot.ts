import type { PriceOverride } from "@triops/analysis/pricing/overrides";
import type { Prisma } from "@triops/database/client";
import type { Runtime } from "../runtime.ts";
import type { SnapshotPart } from "../snapshot-part.ts";
import {
  type PublishedPrices,
  pricesPart,
  publishedPrice,
  publishedPricesAt,
  publishedPricesHash,
} from "./snapshot-schemas.ts";

type List = { workspaceId: string; revision: number };

export const pricesSnapshot: SnapshotPart<PublishedPrices> = {
  name: pricesPart,
  hash: publishedPricesHash,
  markedAt: publishedPricesAt,
  some: async (runtime, fields) =>
    published(
      runtime,
      await runtime.database.priceList.findMany({ where: { workspaceId: { in: [...fields] } } }),
    ),
  after: async (runtime, field, take) =>
    published(
      runtime,
      await runtime.database.priceList.findMany({
        where: field ? { workspaceId: { gt: field } } : {},
        orderBy: { workspaceId: "asc" },
        take,
      }),
    ),
};

/** Given revisions that were read before the prices: what follows is as new as they say, or newer. */
async function published(
  { database }: Runtime,
  lists: readonly List[],
): Promise<Map<string, PublishedPrices>> {
  const rows = await database.price.findMany({
    where: { workspaceId: { in: lists.map(({ workspaceId }) => workspaceId) } },
    orderBy: { id: "asc" },
  });
  const byWorkspace = Map.groupBy(rows, ({ workspaceId }) => workspaceId);
  return new Map(
    lists.map(({ workspaceId, revision }) => [
      workspaceId,
      { workspaceId, overrides: (byWorkspace.get(workspaceId) ?? []).map(overrideOf), revision },
    ]),
  );
}

export const overrideOf = (
  row: Prisma.PriceGetPayload<object>,
): PriceOverride & PublishedPrices["overrides"][number] =>
  publishedPrice.parse({
    ...row,
    from: row.from.toISOString(),
    until: row.until?.toISOString() ?? null,
  }) as PriceOverride & PublishedPrices["overrides"][number];
