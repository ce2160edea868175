import type { Prisma } from "@triops/database/client";
import type { Transaction } from "@triops/database/scoped";
import { conflict, invalid, notFound } from "@triops/kernel/errors";
import { keysOfVirtual } from "../api-keys/index.ts";
import { namesOfRoutes } from "../llm-routes/index.ts";
import type { Runtime } from "../runtime.ts";
import type { Work } from "../work.ts";
import { limitsInWords, noLimits } from "./rules.ts";
import { publishLimits } from "./snapshot.ts";
import { spentBy } from "./spend.ts";
import { limitsOf } from "./stored.ts";

export type Row = Prisma.VirtualKeyGetPayload<object>;
export type TeamRow = Prisma.TeamGetPayload<object>;

/** @throws notFound, also for a key of another workspace */
export async function requireVirtualKey(db: Transaction, id: string): Promise<Row> {
  const row = await db.virtualKey.findFirst({ where: { id } });
  if (!row) throw notFound("virtual key");
  return row;
}

/** @throws notFound, also for a team of another workspace */
export async function requireTeam(db: Transaction, id: string): Promise<TeamRow> {
  const row = await db.team.findFirst({ where: { id } });
  if (!row) throw notFound("team");
  return row;
}

/**
 * Begins a change of anything that binds a workspace's calls: one after the other, each with a revision of its own.
 * The gateways hear of it after the commit.
 */
export async function changeLimits({ db, context }: Work): Promise<void> {
  await db.$executeRaw`INSERT INTO llm_limits ("workspaceId", limits, "updatedAt")
    VALUES (${context.workspaceId}::uuid, ${JSON.stringify(noLimits)}::jsonb, now())
    ON CONFLICT ("workspaceId") DO UPDATE SET revision = llm_limits.revision + 1, "updatedAt" = now()`;
}

export function publishAfter({ runtime, context, afterCommit }: Work): void {
  afterCommit(() => publishLimits(runtime, context.workspaceId));
}

/** @throws invalid for a team or route that is not there */
export async function checkNamed(
  db: Transaction,
  given: { teamId?: string | null | undefined; allowedRoutes?: string[] | null | undefined },
): Promise<void> {
  const fault = (path: string, message: string) =>
    invalid("Some fields are missing or wrong", [{ path, message }]);
  if (given.teamId && !(await db.team.findFirst({ where: { id: given.teamId }, select: { id: true } })))
    throw fault("teamId", "No such team");
  const routes = given.allowedRoutes ?? [];
  const known = await namesOfRoutes(db, routes);
  const missing = routes.findIndex((id) => !known.has(id));
  if (missing >= 0) throw fault(`allowedRoutes.${missing}`, "No such route");
}

type Reading = { db: Transaction; runtime: Runtime; now: Date };

/** As they leave: with what people call teams and routes, and what was spent. */
export async function shown({ db, runtime, now }: Reading, rows: readonly Row[]) {
  const ids = rows.map(({ id }) => id);
  const teamIds = rows.flatMap(({ teamId }) => (teamId === null ? [] : [teamId]));
  const [apiKeys, teams, routes, spent] = await Promise.all([
    keysOfVirtual(db, ids),
    db.team.findMany({ where: { id: { in: teamIds } }, select: { id: true, name: true } }),
    namesOfRoutes(
      db,
      rows.flatMap(({ allowedRoutes }) => allowedRoutes),
    ),
    spentBy(
      runtime,
      rows.map((row) => ({ scope: { kind: "key", id: row.id }, limits: limitsOf(row) })),
      now,
    ),
  ]);
  return rows.map((row, index) => {
    const keys = apiKeys.get(row.id) ?? [];
    const uses = keys.flatMap(({ lastUsedAt }) => (lastUsedAt === null ? [] : [lastUsedAt.getTime()]));
    return {
      ...row,
      keyId: keys[0]?.id ?? row.id,
      prefix: keys[0]?.prefix ?? "",
      lastUsedAt: uses.length === 0 ? null : new Date(Math.max(...uses)),
      team: teams.find(({ id }) => id === row.teamId) ?? null,
      allowedRoutes: row.allRoutes
        ? null
        : row.allowedRoutes.flatMap((id) => {
            const name = routes.get(id);
            return name === undefined ? [] : [{ id, name }];
          }),
      limits: limitsOf(row),
      spend: spent[index] ?? [],
    };
  });
}

export async function shownOne(reading: Reading, row: Row) {
  const [one] = await shown(reading, [row]);
  if (!one) throw notFound("virtual key");
  return one;
}

export const readingOf = ({ db, runtime, context }: Work): Reading => ({ db, runtime, now: context.now });

/** What the audit log and the feed of changes show of a virtual key. */
export const auditView = (row: Row) => ({
  id: row.id,
  name: row.name,
  teamId: row.teamId,
  allowedRoutes: row.allRoutes ? "all" : row.allowedRoutes,
  limits: limitsInWords(limitsOf(row)),
  whenRedisIsAway: row.whenRedisIsAway,
  expiresAt: row.expiresAt,
  revokedAt: row.revokedAt,
});

export const teamView = (row: TeamRow) => ({
  id: row.id,
  name: row.name,
  limits: limitsInWords(limitsOf(row)),
});

/** @throws conflict */
export async function requireFreeTeamName(db: Transaction, name: string): Promise<void> {
  if (await db.team.findFirst({ where: { name }, select: { id: true } }))
    throw conflict(`There is a team "${name}" already`);
}
