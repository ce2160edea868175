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
type Found = { runs: RunInfo[]; nextToken: string | null };

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

/** Newest runs that are looked through first: most filters that people write fit a page of them. */
const newestMin = 2_000;
const newestPerRow = 20;

async function findRuns(
  access: Access,
  { experimentIds, filter, orderBy = [], view = "ACTIVE_ONLY", limit, token }: RunQuestion,
): Promise<Found> {
  const { db, workspaceId } = access;
  const parsed = parseFilter(filter, searchedRuns);
  const condition = conditionOf(parsed, runCondition, { exact: true });
  const order = runOrder(parseOrdering(orderBy, searchedRuns));
  const { keys } = order;
  const place = placeOf(token, keys.length);
  const numbers = experimentIds.map(experimentNumberOf).filter((number) => number !== null);
  if (numbers.length === 0) return { runs: [], nextToken: null };
  if (numbers.includes(0)) await ensureDefault(access);
  const experiments = await db.experiment.findMany({
    where: { number: { in: numbers } },
    select: { id: true },
  });
  const ids = experiments.map(({ id }) => id);
  const [only] = ids;
  if (!only) return { runs: [], nextToken: null };
  const scope = sql`${within(ids)} AND r."workspaceId" = ${workspaceId}::uuid AND ${inView(view)}`;
  const behind = place ? afterPlace(keys, place) : sql`TRUE`;

  const ask = async (from: Sql, where: Sql, by: Sql): Promise<FoundRow[]> =>
    db.$queryRaw<FoundRow[]>`
      SELECT ${infoColumns}, ${placeSql(keys)} AS place
      FROM ${from} r JOIN experiments e ON e.id = r."experimentId" ${where} ORDER BY ${by} LIMIT ${limit + 1}`.catch(
      (error: unknown) => {
        // A token whose parts are no numbers or ids is not one of ours.
        if (
          place &&
          !isTriopsError(error) &&
          /invalid input syntax|out of range|22P02|22003/.test(String((error as Error).message))
        )
          throw invalid("Invalid page token, could not be decoded");
        throw error;
      },
    );
  const runs = sql`training_runs`;
  const joins = order.joins.length > 0 ? join(order.joins, " ") : sql``;
  const usual = orderSql(keys);

  let rows: FoundRow[] | null = null;
  if (order.isUsual && parsed !== null && ids.length === 1) {
    // A page of the newest that fit is the page of all that fit.
    const count = Math.max(newestMin, newestPerRow * limit);
    const newest = sql`(SELECT * FROM training_runs r WHERE ${scope} AND ${behind} ORDER BY ${usual} LIMIT ${count})`;
    rows = await ask(newest, sql`${joins} WHERE ${condition}`, usual);
  } else if (order.metricFirst && ids.length === 1 && (!place || place[0] === "0")) {
    // Those that have the metric come first, and the index of its values walks them in order.
    const { key, ascending } = order.metricFirst;
    const walk = sql`JOIN run_metrics w ON w."runId" = r.id AND w."experimentId" = ${only}::uuid AND w.key = ${key}
      AND w.value IS NOT NULL ${place ? sql`AND w.value ${ascending ? sql`>=` : sql`<=`} ${place[1] ?? ""}::text::float8` : sql``}`;
    const by = sql`w.value ${ascending ? sql`ASC` : sql`DESC`}, ${orderSql(keys.slice(2))}`;
    rows = await ask(runs, sql`${walk} ${joins} WHERE ${scope} AND ${condition} AND ${behind}`, by);
  }
  if (rows === null || rows.length <= limit)
    rows = await ask(runs, sql`${joins} WHERE ${scope} AND ${condition} AND ${behind}`, usual);
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
