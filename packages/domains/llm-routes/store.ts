import type { Transaction } from "@triops/database/scoped";
import { conflict, invalid, notFound } from "@triops/kernel/errors";
import { newId } from "@triops/kernel/ids";
import { publishSome } from "../snapshot-part.ts";
import type { Work } from "../work.ts";
import { targetsInWords, timeoutsInWords } from "./rules.ts";
import type { TargetInput } from "./schemas.ts";
import { routesSnapshot } from "./snapshot.ts";
import {
  inOrder,
  parametersOf,
  type RouteRow,
  type StoredSettings,
  settingsOf,
  type TargetRow,
} from "./stored.ts";

type ProviderName = { id: string; name: string; kind: string; enabled: boolean };
export type Target = TargetRow & { provider: ProviderName };
export type Routed = RouteRow & { targets: Target[] };

/** @throws notFound, also for a route of another workspace */
export async function requireRoute(db: Transaction, id: string): Promise<Routed> {
  const row = await db.llmRoute.findFirst({ where: { id } });
  if (!row) throw notFound("route");
  return { ...row, targets: (await targetsOf(db, [id])).get(id) ?? [] };
}

export async function targetsOf(
  db: Transaction,
  routeIds: readonly string[],
): Promise<Map<string, Target[]>> {
  const rows = await db.llmRouteTarget.findMany({ where: { routeId: { in: [...routeIds] } } });
  const providers = await db.llmProvider.findMany({
    where: { id: { in: rows.map(({ providerId }) => providerId) } },
    select: { id: true, name: true, kind: true, enabled: true },
  });
  const byId = new Map(providers.map((one) => [one.id, one]));
  const gone = (id: string): ProviderName => ({ id, name: "deleted", kind: "", enabled: false });
  const targets = inOrder(rows).map((row) => ({
    ...row,
    provider: byId.get(row.providerId) ?? gone(row.providerId),
  }));
  return Map.groupBy(targets, ({ routeId }) => routeId);
}

/** As it leaves. */
export const shown = ({ settings: _settings, targets, ...row }: Routed) => ({
  ...row,
  ...settingsOf({ ...row, settings: _settings }),
  targets: targets.map((target) => ({ ...target, parameters: parametersOf(target) })),
});

/** What the audit log and the feed of changes show of a route. */
export function auditView(row: Routed) {
  const { fallbackOn, retries, timeouts, cache, guardrails, logBodies, operations } = settingsOf(row);
  return {
    id: row.id,
    name: row.name,
    enabled: row.enabled,
    targets: targetsInWords(row.targets.map((one) => ({ ...one, provider: one.provider.name }))),
    fallbackOn,
    operations,
    retries: retries.attempts,
    timeouts: timeoutsInWords(timeouts),
    cache: cache.mode === "off" ? "off" : `${cache.ttlSeconds} s`,
    guardrails: {
      request: guardrails.request.map(({ id, action }) => `${id} ${action}`),
      response: guardrails.response.map(({ id, action }) => `${id} ${action}`),
    },
    logBodies,
    revision: row.revision,
  };
}

/**
 * Providers stay while somebody is about to name them: a delete waits for this transaction, and then finds the route.
 * @throws invalid
 */
async function requireProviders({ db, context }: Work, ids: readonly string[]): Promise<void> {
  const found = await db.$queryRaw<{ id: string }[]>`SELECT id FROM llm_providers
    WHERE id = ANY(${[...ids]}::uuid[]) AND "workspaceId" = ${context.workspaceId}::uuid
    ORDER BY id FOR SHARE`;
  const known = new Set(found.map(({ id }) => id));
  const missing = ids.findIndex((id) => !known.has(id));
  if (missing >= 0)
    throw invalid("Some fields are missing or wrong", [
      { path: `targets.${missing}.providerId`, message: "No such provider" },
    ]);
}

/** One that means the same model as before keeps its id: its breaker, its cache and its figures go on. */
export async function putTargets(
  work: Work,
  routeId: string,
  given: readonly TargetInput[],
  before: readonly Target[],
): Promise<void> {
  const { db, context } = work;
  await requireProviders(
    work,
    given.map(({ providerId }) => providerId),
  );
  const taken = new Set<string>();
  const rows = given.map(({ id, ...target }) => {
    const same = before.find(
      (one) =>
        !taken.has(one.id) &&
        one.providerId === target.providerId &&
        one.model === target.model &&
        (id === undefined || one.id === id),
    );
    if (same) taken.add(same.id);
    return { ...target, id: same?.id ?? newId(), routeId, workspaceId: context.workspaceId };
  });
  await db.llmRouteTarget.deleteMany({ where: { routeId } });
  await db.llmRouteTarget.createMany({ data: rows });
}

type Change = {
  name?: string;
  description?: string;
  enabled?: boolean;
  settings?: StoredSettings;
};

/**
 * The only way a route changes: the revision it began with is part of the condition, so of two writers one is told
 * and nothing mixes.
 * @throws conflict
 */
export async function revise(
  work: Work,
  before: Routed,
  change: Change,
  targets: readonly TargetInput[] | undefined,
): Promise<Routed> {
  const { db, runtime } = work;
  const [row] = await db.llmRoute.updateManyAndReturn({
    where: { id: before.id, revision: before.revision },
    data: { ...change, revision: { increment: 1 } },
  });
  if (!row) throw conflict("The route was changed by somebody else just now; look again");
  if (targets) await putTargets(work, row.id, targets, before.targets);
  work.afterCommit(() => publishSome(runtime, routesSnapshot, [row.id]));
  return { ...row, targets: (await targetsOf(db, [row.id])).get(row.id) ?? [] };
}

/** @throws conflict */
export async function requireFreeName(db: Transaction, name: string): Promise<void> {
  if (await db.llmRoute.findFirst({ where: { name }, select: { id: true } }))
    throw conflict(`There is a route "${name}" already`);
}
