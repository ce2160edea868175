import { join, type Sql, sql } from "@triops/database/sql";
import { invalid, isTriopsError } from "@triops/kernel/errors";
import { conditionOf, parseFilter, parseOrdering } from "../../mlflow-filter/index.ts";
import type { Caller } from "../../runtime.ts";
import { type Access, accessTo } from "../access.ts";
import { ensureDefault } from "../experiments/entity.ts";
import type { View } from "../experiments/search.ts";
import { experimentNumberOf, uuidOf } from "../ids.ts";
import { placeOf, tokenOf } from "../page-token.ts";
import { infoColumns, type RunEntity, type RunInfo, requireRun, toInfo, withDetails } from "./entity.ts";
import { afterPlace, orderSql, placeSql, runCondition, runOrder, searchedRuns } from "./search-parts.ts";

export type RunQuestion = {
  /** Numbers, as MLflow says them. Unknown ones have no runs. */
  experimentIds: readonly string[];
  filter?: string | undefined;
  orderBy?: readonly string[];
  view?: View;
  limit: number;
  token?: string | undefined;
};

type FoundRow = Parameters<typeof toInfo>[0] & { place: string };

/**
 * Runs of experiments by filter, in order, a page at a time from a place rather than a count: the thousandth page
 * costs what the first does. @throws invalid
 */
export async function searchRuns(
  caller: Caller,
  question: RunQuestion,
): Promise<{ runs: RunEntity[]; nextToken: string | null }> {
  const access = accessTo(caller, "read");
  const { runs, nextToken } = await findRuns(access, question);
  return { runs: await withDetails(access, runs), nextToken };
}

async function findRuns(
  access: Access,
  { experimentIds, filter, orderBy = [], view = "ACTIVE_ONLY", limit, token }: RunQuestion,
): Promise<{ runs: RunInfo[]; nextToken: string | null }> {
  const { db, workspaceId } = access;
  const condition = conditionOf(parseFilter(filter, searchedRuns), runCondition, { exact: true });
  const { keys, joins } = runOrder(parseOrdering(orderBy, searchedRuns));
  const place = placeOf(token, keys.length);
  const numbers = experimentIds.map(experimentNumberOf).filter((number) => number !== null);
  if (numbers.length === 0) return { runs: [], nextToken: null };
  if (numbers.includes(0)) await ensureDefault(access);
  const experiments = await db.experiment.findMany({
    where: { number: { in: numbers } },
    select: { id: true },
  });
  const ids = experiments.map(({ id }) => id);
  if (ids.length === 0) return { runs: [], nextToken: null };
  const rows = await db.$queryRaw<FoundRow[]>`
    SELECT ${infoColumns}, ${placeSql(keys)} AS place
    FROM training_runs r JOIN experiments e ON e.id = r."experimentId"
    ${joins.length > 0 ? join(joins, " ") : sql``}
    WHERE ${within(ids)} AND r."workspaceId" = ${workspaceId}::uuid AND ${inView(view)} AND ${condition}
      AND ${place ? afterPlace(keys, place) : sql`TRUE`}
    ORDER BY ${orderSql(keys)} LIMIT ${limit + 1}`.catch((error: unknown) => {
    // A token whose parts are no numbers or ids is not one of ours.
    if (place && !isTriopsError(error) && /invalid input syntax|22P02/.test(String((error as Error).message)))
      throw invalid("Invalid page token, could not be decoded");
    throw error;
  });
  const last = rows[limit - 1];
  return {
    runs: rows.slice(0, limit).map(toInfo),
    nextToken: rows.length > limit && last ? tokenOf(JSON.parse(last.place) as string[]) : null,
  };
}

/** One experiment by equality: only then does its index give the order. */
const within = (ids: readonly string[]): Sql =>
  ids.length === 1
    ? sql`r."experimentId" = ${ids[0]}::uuid`
    : sql`r."experimentId" = ANY(${[...ids]}::uuid[])`;

const inView = (view: View): Sql =>
  view === "ALL" ? sql`TRUE` : sql`r.lifecycle = ${view === "ACTIVE_ONLY" ? "active" : "deleted"}`;

/** @throws notFound */
export async function getRun(caller: Caller, runId: string): Promise<RunEntity> {
  const access = accessTo(caller, "read");
  const [run] = await withDetails(access, [await requireRun(access, runId)], { wholeDatasets: true });
  return run as RunEntity;
}

/** Those of these runs that there are, in the given order. */
export async function getRuns(caller: Caller, runIds: readonly string[]): Promise<RunEntity[]> {
  const access = accessTo(caller, "read");
  const ids = runIds.map(uuidOf).filter((id) => id !== null);
  if (ids.length === 0) return [];
  const rows = await access.db.$queryRaw<Parameters<typeof toInfo>[0][]>`
    SELECT ${infoColumns} FROM training_runs r JOIN experiments e ON e.id = r."experimentId"
    WHERE r.id = ANY(${ids}::uuid[]) AND r."workspaceId" = ${access.workspaceId}::uuid`;
  const byId = new Map(rows.map((row) => [row.id, toInfo(row)]));
  return withDetails(
    access,
    ids.flatMap((id) => byId.get(id) ?? []),
  );
}
