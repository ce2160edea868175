import type { Runtime } from "../runtime.ts";
import { publishSome, type SnapshotPart } from "../snapshot-part.ts";
import type { RedisPolicy } from "./rules.ts";
import {
  limitsPart,
  type PublishedLimits,
  publishedLimitsAt,
  publishedLimitsHash,
} from "./snapshot-schemas.ts";
import { limitsOf } from "./stored.ts";

type Row = { workspaceId: string; limits: unknown; revision: number };

export const limitsSnapshot: SnapshotPart<PublishedLimits> = {
  name: limitsPart,
  hash: publishedLimitsHash,
  markedAt: publishedLimitsAt,
  some: async (runtime, fields) =>
    published(
      runtime,
      await runtime.database.llmLimits.findMany({ where: { workspaceId: { in: [...fields] } } }),
    ),
  after: async (runtime, field, take) =>
    published(
      runtime,
      await runtime.database.llmLimits.findMany({
        where: field ? { workspaceId: { gt: field } } : {},
        orderBy: { workspaceId: "asc" },
        take,
      }),
    ),
};

/** Given revisions that were read before anything else: what follows is as new as they say, or newer. */
async function published(
  { database, clock }: Runtime,
  rows: readonly Row[],
): Promise<Map<string, PublishedLimits>> {
  const workspaceId = { in: rows.map((row) => row.workspaceId) };
  const order = { orderBy: { id: "asc" } } as const;
  const [teams, virtualKeys, apiKeys] = await Promise.all([
    database.team.findMany({ where: { workspaceId }, ...order }),
    database.virtualKey.findMany({ where: { workspaceId, revokedAt: null }, ...order }),
    database.apiKey.findMany({
      where: {
        workspaceId,
        virtualKeyId: { not: null },
        revokedAt: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: clock.now() } }],
      },
      select: { id: true, virtualKeyId: true },
      ...order,
    }),
  ]);
  const teamsBy = Map.groupBy(teams, (team) => team.workspaceId);
  const keysBy = Map.groupBy(virtualKeys, (key) => key.workspaceId);
  const apiKeysBy = Map.groupBy(apiKeys, (key) => key.virtualKeyId ?? "");
  return new Map(
    rows.map((row) => [
      row.workspaceId,
      {
        workspaceId: row.workspaceId,
        limits: limitsOf(row),
        teams: (teamsBy.get(row.workspaceId) ?? []).map((team) => ({
          id: team.id,
          name: team.name,
          limits: limitsOf(team),
        })),
        keys: (keysBy.get(row.workspaceId) ?? []).flatMap((key) =>
          (apiKeysBy.get(key.id) ?? []).map(({ id: keyId }) => ({
            keyId,
            id: key.id,
            name: key.name,
            teamId: key.teamId,
            allowedRoutes: key.allRoutes ? null : key.allowedRoutes,
            limits: limitsOf(key),
            whenRedisIsAway: key.whenRedisIsAway as RedisPolicy,
          })),
        ),
        revision: row.revision,
      },
    ]),
  );
}

export const publishLimits = (runtime: Runtime, workspaceId: string): Promise<void> =>
  publishSome(runtime, limitsSnapshot, [workspaceId]);
