import { join, type Sql, sql } from "@triops/database/sql";
import { TriopsError } from "@triops/kernel/errors";
import {
  type Comparison,
  conditionOf,
  jsonTextCondition,
  numberCondition,
  parseFilter,
  parseOrdering,
  type Searched,
  textCondition,
} from "../../mlflow-filter/index.ts";
import type { Caller } from "../../runtime.ts";
import { accessTo } from "../access.ts";
import { placeOf, tokenOf } from "../page-token.ts";
import {
  type ExperimentEntity,
  ensureDefault,
  experimentColumns,
  requireExperiment,
  toExperiment,
} from "./entity.ts";

export type View = "ACTIVE_ONLY" | "DELETED_ONLY" | "ALL";

const searched: Searched = {
  attributes: {
    name: { field: "name", type: "text" },
    creation_time: { field: "creation_time", type: "number" },
    last_update_time: { field: "last_update_time", type: "number" },
  },
  entities: ["tag"],
  orderable: {
    name: "name",
    experiment_id: "experiment_id",
    creation_time: "creation_time",
    last_update_time: "last_update_time",
  },
};

const ms = (column: Sql): Sql => sql`floor(extract(epoch FROM ${column}) * 1000)::float8`;
const columns: Readonly<Record<string, Sql>> = {
  name: sql`e.name`,
  experiment_id: sql`e.number`,
  creation_time: ms(sql`e."createdAt"`),
  last_update_time: ms(sql`e."updatedAt"`),
};

function leaf(comparison: Comparison): Sql {
  if (comparison.entity === "tag") return jsonTextCondition(sql`e.tags`, comparison);
  const column = columns[comparison.key] as Sql;
  return comparison.key === "name" ? textCondition(column, comparison) : numberCondition(column, comparison);
}

export const lifecycleOf = (view: View): Sql =>
  view === "ALL" ? sql`TRUE` : sql`e.lifecycle = ${view === "ACTIVE_ONLY" ? "active" : "deleted"}`;

/** Newest change first unless ordered otherwise. @throws invalid */
export async function searchExperiments(
  caller: Caller,
  question: {
    filter?: string | undefined;
    orderBy?: readonly string[];
    view?: View;
    limit: number;
    token?: string | undefined;
  },
): Promise<{ experiments: ExperimentEntity[]; nextToken: string | null }> {
  const access = accessTo(caller, "read");
  const { db, workspaceId } = access;
  const condition = conditionOf(parseFilter(question.filter, searched), leaf);
  const ordering = parseOrdering(question.orderBy ?? [], searched);
  const offset = Number(placeOf(question.token, 1)?.[0] ?? 0);
  await ensureDefault(access);
  const order = [
    ...(ordering.length > 0 ? ordering : [{ key: "last_update_time", ascending: false }]).map(
      ({ key, ascending }) => sql`${columns[key] as Sql} ${ascending ? sql`ASC` : sql`DESC`}`,
    ),
    sql`e.number DESC`,
  ];
  const rows = await db.$queryRaw<Parameters<typeof toExperiment>[0][]>`
    SELECT ${experimentColumns} FROM experiments e
    WHERE e."workspaceId" = ${workspaceId}::uuid AND ${lifecycleOf(question.view ?? "ACTIVE_ONLY")} AND ${condition}
    ORDER BY ${join(order)} LIMIT ${question.limit + 1} OFFSET ${Number.isSafeInteger(offset) ? offset : 0}`;
  return {
    experiments: rows.slice(0, question.limit).map(toExperiment),
    nextToken: rows.length > question.limit ? tokenOf([offset + question.limit]) : null,
  };
}

/** @throws notFound */
export const getExperiment = (caller: Caller, id: string): Promise<ExperimentEntity> =>
  requireExperiment(accessTo(caller, "read"), id);

/** Only one that is not deleted: the names of the deleted are free. @throws notFound */
export async function getExperimentByName(caller: Caller, name: string): Promise<ExperimentEntity> {
  const access = accessTo(caller, "read");
  await ensureDefault(access);
  const row = await access.db.experiment.findFirst({ where: { activeName: name } });
  if (!row) throw new TriopsError("not_found", `Could not find experiment with name '${name}'`);
  return toExperiment(row);
}
