import { join, type Sql, sql } from "@triops/database/sql";
import { invalid } from "@triops/kernel/errors";
import {
  type Comparison,
  conditionOf,
  jsonTextCondition,
  numberCondition,
  parseFilter,
  type Searched,
  textCondition,
} from "../../mlflow-filter/index.ts";
import type { Caller } from "../../runtime.ts";
import { accessTo } from "../access.ts";
import { experimentNumberOf } from "../ids.ts";
import { placeOf, tokenOf } from "../page-token.ts";
import {
  type LoggedModelEntity,
  type LoggedModelRow,
  modelColumns,
  requireModel,
  toModel,
} from "./entity.ts";

export type ModelOrder = {
  field: string;
  ascending: boolean;
  datasetName?: string | undefined;
  datasetDigest?: string | undefined;
};

export type ModelQuestion = {
  /** Null for all of them. */
  experimentIds: readonly string[] | null;
  filter?: string | undefined;
  /** Metrics count only when they were measured on one of these. */
  datasets?: readonly { name: string; digest?: string | undefined }[];
  orderBy?: readonly ModelOrder[];
  limit: number;
  token?: string | undefined;
  /** A UUID: only what this run gave out. */
  sourceRunId?: string | undefined;
};

const text = (field: string) => ({ field, type: "text" as const, list: true });
const number = (field: string) => ({ field, type: "number" as const });

const searched: Searched = {
  attributes: {
    name: text("name"),
    model_id: text("model_id"),
    model_type: text("model_type"),
    status: text("status"),
    source_run_id: text("source_run_id"),
    experiment_id: text("experiment_id"),
    creation_timestamp: number("creation_timestamp"),
    creation_time: number("creation_timestamp"),
    last_updated_timestamp: number("last_updated_timestamp"),
    last_updated_time: number("last_updated_timestamp"),
  },
  entities: ["metric", "parameter", "tag"],
};

const ms = (column: Sql): Sql => sql`floor(extract(epoch FROM ${column}) * 1000)::float8`;
const attributes: Readonly<Record<string, Sql>> = {
  name: sql`l.name`,
  model_id: sql`('m-' || replace(l.id::text, '-', ''))`,
  model_type: sql`l."modelType"`,
  status: sql`replace(l.status, 'LOGGED_MODEL_', '')`,
  source_run_id: sql`replace(l."sourceRunId"::text, '-', '')`,
  experiment_id: sql`e.number::text`,
  creation_timestamp: ms(sql`l."createdAt"`),
  last_updated_timestamp: ms(sql`l."updatedAt"`),
};
const numeric = new Set(["creation_timestamp", "last_updated_timestamp"]);

const onDatasets = (datasets: ModelQuestion["datasets"]): Sql =>
  datasets && datasets.length > 0
    ? sql`(${join(
        datasets.map(
          ({ name, digest }) =>
            sql`(m."datasetName" = ${name} ${digest ? sql`AND m."datasetDigest" = ${digest}` : sql``})`,
        ),
        " OR ",
      )})`
    : sql`TRUE`;

function leafOf(datasets: ModelQuestion["datasets"]): (comparison: Comparison) => Sql {
  return (comparison) => {
    const { entity, key } = comparison;
    if (entity === "tag") return jsonTextCondition(sql`l.tags`, comparison);
    if (entity === "parameter") return jsonTextCondition(sql`l.params`, comparison);
    if (entity === "metric") {
      return sql`EXISTS (SELECT 1 FROM logged_model_metrics m WHERE m."loggedModelId" = l.id AND m.key = ${key}
        AND ${onDatasets(datasets)} AND ${numberCondition(sql`m.value`, comparison)})`;
    }
    const column = attributes[key] as Sql;
    if (numeric.has(key)) return numberCondition(column, comparison);
    // The status is known with and without the prefix that it has on the wire.
    const value = comparison.value;
    return textCondition(
      column,
      key === "status" && typeof value === "string"
        ? { ...comparison, value: value.replace(/^LOGGED_MODEL_/, "") }
        : comparison,
    );
  };
}

function orderOf(orders: readonly ModelOrder[]): Sql[] {
  return orders.slice(0, 10).map(({ field, ascending, datasetName, datasetDigest }) => {
    const direction = ascending ? sql`ASC` : sql`DESC`;
    const metric = /^metrics?\.(.+)$/s.exec(field)?.[1]?.replace(/^[`"](.*)[`"]$/s, "$1");
    if (metric !== undefined) {
      const datasets = datasetName ? [{ name: datasetName, digest: datasetDigest }] : [];
      return sql`(SELECT m.value FROM logged_model_metrics m WHERE m."loggedModelId" = l.id AND m.key = ${metric}
        AND ${onDatasets(datasets)} ORDER BY m."timestampMs" DESC LIMIT 1) ${direction} NULLS LAST`;
    }
    const rule = Object.hasOwn(searched.attributes, field) ? searched.attributes[field] : undefined;
    if (!rule) throw invalid(`Invalid order_by field: ${field.slice(0, 100)}`);
    return sql`${attributes[rule.field] as Sql} ${direction} NULLS LAST`;
  });
}

/** Newest first unless ordered otherwise. @throws invalid, also for a token of another question */
export async function searchLoggedModels(
  caller: Caller,
  question: ModelQuestion,
): Promise<{ models: LoggedModelEntity[]; nextToken: string | null }> {
  const { db, workspaceId } = accessTo(caller, "read");
  const { experimentIds, filter, datasets, orderBy = [], limit, token, sourceRunId } = question;
  const condition = conditionOf(parseFilter(filter, searched), leafOf(datasets));
  const order = orderOf(orderBy);
  const asked = JSON.stringify([experimentIds, filter ?? "", orderBy, datasets ?? [], sourceRunId ?? null]);
  const place = placeOf(token, 2);
  if (place && place[1] !== asked) throw invalid("Invalid page token: it belongs to another search");
  const offset = Number(place?.[0] ?? 0);
  const numbers = experimentIds?.map(experimentNumberOf).filter((one) => one !== null);
  const rows = await db.$queryRaw<LoggedModelRow[]>`
    SELECT ${modelColumns} FROM logged_models l JOIN experiments e ON e.id = l."experimentId"
    WHERE l."workspaceId" = ${workspaceId}::uuid AND l.lifecycle = 'active'
      AND ${sourceRunId ? sql`l."sourceRunId" = ${sourceRunId}::uuid` : sql`TRUE`}
      AND ${numbers ? sql`e.number = ANY(${numbers}::int[])` : sql`TRUE`}
      AND ${condition}
    ORDER BY ${join([...order, sql`l."createdAt" DESC`, sql`l.id`])}
    LIMIT ${limit + 1} OFFSET ${Number.isSafeInteger(offset) ? offset : 0}`;
  return {
    models: rows.slice(0, limit).map(toModel),
    nextToken: rows.length > limit ? tokenOf([offset + limit, asked]) : null,
  };
}

/** @throws notFound */
export const getLoggedModel = (caller: Caller, modelId: string, options: { deleted?: boolean } = {}) =>
  requireModel(accessTo(caller, "read"), modelId, options);
