import { join, type Sql, sql } from "@triops/database/sql";
import {
  type Comparison,
  numberCondition,
  type Ordering,
  type Searched,
  textCondition,
} from "../../mlflow-filter/index.ts";
import { uuidOf } from "../ids.ts";

const text = (field: string) => ({ field, type: "text" as const });
const number = (field: string) => ({ field, type: "number" as const });

/** What runs can be searched by, with every name that MLflow has for it. */
export const searchedRuns: Searched = {
  attributes: {
    run_id: { ...text("run_id"), list: true },
    run_name: text("run_name"),
    "run name": text("run_name"),
    "Run name": text("run_name"),
    "Run Name": text("run_name"),
    user_id: text("user_id"),
    status: text("status"),
    artifact_uri: text("artifact_uri"),
    experiment_id: text("experiment_id"),
    lifecycle_stage: text("lifecycle_stage"),
    start_time: number("start_time"),
    created: number("start_time"),
    Created: number("start_time"),
    end_time: number("end_time"),
  },
  entities: ["metric", "parameter", "tag", "dataset"],
};

const attributes: Readonly<Record<string, Sql>> = {
  run_id: sql`replace(r.id::text, '-', '')`,
  run_name: sql`r.name`,
  user_id: sql`r."userId"`,
  status: sql`r.status`,
  artifact_uri: sql`r."artifactUri"`,
  experiment_id: sql`e.number::text`,
  lifecycle_stage: sql`r.lifecycle`,
  start_time: sql`r."startTimeMs"`,
  end_time: sql`r."endTimeMs"`,
};
const numeric = new Set(["start_time", "end_time"]);

/** A condition that is true or false, never NULL: what a run has not compares as false. */
export function runCondition(comparison: Comparison): Sql {
  const { entity, key, op, value } = comparison;
  switch (entity) {
    case "metric":
      return logged(sql`run_metrics`, key, numberCondition(sql`x.value`, comparison));
    case "parameter":
      return keyValue(sql`run_params`, comparison);
    case "tag":
      return keyValue(sql`run_tags`, comparison);
    case "dataset": {
      const column = key === "context" ? sql`rd.context` : key === "name" ? sql`d.name` : sql`d.digest`;
      return sql`EXISTS (SELECT 1 FROM run_datasets rd JOIN training_datasets d ON d.id = rd."datasetId"
        WHERE rd."runId" = r.id AND ${textCondition(column, comparison)})`;
    }
    default:
      break;
  }
  if (key === "run_id" && (op === "=" || op === "IN")) {
    // By the key itself; what is no id is nobody's.
    const ids = [value as string | string[]]
      .flat()
      .map(uuidOf)
      .filter((id) => id !== null);
    return sql`r.id = ANY(${ids}::uuid[])`;
  }
  const column = attributes[key] as Sql;
  return sql`(${numeric.has(key) ? numberCondition(column, comparison) : textCondition(column, comparison)}) IS TRUE`;
}

const logged = (table: Sql, key: string, condition: Sql): Sql =>
  sql`EXISTS (SELECT 1 FROM ${table} x WHERE x."runId" = r.id AND x."experimentId" = r."experimentId"
    AND x.key = ${key} AND ${condition})`;

/** As the migration cuts them. */
const headChars = 200;

/** Entries of the index are heads of values: it finds them, the whole value decides. */
function keyValue(table: Sql, comparison: Comparison): Sql {
  const { key, op, value } = comparison;
  if (op === "IS NULL") return sql`NOT ${logged(table, key, sql`TRUE`)}`;
  if (op === "IS NOT NULL") return logged(table, key, sql`TRUE`);
  const condition = textCondition(sql`x.value`, comparison);
  if (op !== "=") return logged(table, key, condition);
  const text = value as string;
  // Said once only where once is enough: the planner takes two conditions for two chances.
  if (text.length < headChars) return logged(table, key, sql`left(x.value, 200) = ${text}`);
  return logged(table, key, sql`left(x.value, 200) = left(${text}, 200) AND ${condition}`);
}

/** One thing to order by. The expression is never NULL, so that a place in the list can be said exactly. */
export type SortKey = { expression: Sql; cast: Sql; ascending: boolean };

export type RunOrder = {
  keys: SortKey[];
  joins: Sql[];
  /** Newest first, and nothing else. */
  isUsual: boolean;
  /** Set when the first thing to order by is a metric: its index has that order already. */
  metricFirst: { key: string; ascending: boolean } | null;
};

const asBigint = sql`bigint`;
const asFloat = sql`float8`;
const asText = sql`text`;

/**
 * As MLflow orders: what a run has not comes last, NaN before that, whichever the direction; ties by start, newest
 * first, then by id.
 */
export function runOrder(orderings: readonly Ordering[]): RunOrder {
  const keys: SortKey[] = [];
  const joins: Sql[] = [];
  const rank = (expression: Sql): SortKey => ({ expression, cast: sql`int`, ascending: true });
  for (const [at, { entity, key, ascending }] of orderings.entries()) {
    if (entity === "attribute") {
      const column = attributes[key] as Sql;
      if (key === "end_time") keys.push(rank(sql`(CASE WHEN ${column} IS NULL THEN 1 ELSE 0 END)`));
      keys.push(
        numeric.has(key)
          ? { expression: sql`coalesce(${column}, 0)`, cast: asBigint, ascending }
          : { expression: sql`(${column} COLLATE "C")`, cast: asText, ascending },
      );
      continue;
    }
    const alias = aliases[at] as Sql;
    const table = entity === "metric" ? sql`run_metrics` : entity === "tag" ? sql`run_tags` : sql`run_params`;
    joins.push(
      sql`LEFT JOIN ${table} ${alias} ON ${alias}."runId" = r.id AND ${alias}."experimentId" = r."experimentId" AND ${alias}.key = ${key}`,
    );
    keys.push(
      rank(sql`(CASE WHEN ${alias}."runId" IS NULL THEN 2 WHEN ${alias}.value IS NULL THEN 1 ELSE 0 END)`),
      entity === "metric"
        ? { expression: sql`coalesce(${alias}.value, 0)`, cast: asFloat, ascending }
        : { expression: sql`(coalesce(${alias}.value, '') COLLATE "C")`, cast: asText, ascending },
    );
  }
  keys.push(
    { expression: sql`r."startTimeMs"`, cast: asBigint, ascending: false },
    { expression: sql`r.id`, cast: sql`uuid`, ascending: true },
  );
  const [first] = orderings;
  const isByStart = first?.entity === "attribute" && first.key === "start_time" && !first.ascending;
  return {
    keys,
    joins,
    isUsual: !first || (orderings.length === 1 && isByStart),
    metricFirst: first?.entity === "metric" ? first : null,
  };
}

/** As many as there may be orderings. */
const aliases: readonly Sql[] = [
  sql`o0`,
  sql`o1`,
  sql`o2`,
  sql`o3`,
  sql`o4`,
  sql`o5`,
  sql`o6`,
  sql`o7`,
  sql`o8`,
  sql`o9`,
];

export const orderSql = (keys: readonly SortKey[]): Sql =>
  join(keys.map(({ expression, ascending }) => sql`${expression} ${ascending ? sql`ASC` : sql`DESC`}`));

/** What comes after a place: equal in the first keys and behind it in the next. */
export function afterPlace(keys: readonly SortKey[], place: readonly string[]): Sql {
  const given = (at: number) => sql`${place[at] ?? ""}::text::${keys[at]?.cast as Sql}`;
  const behind = keys.map(({ expression, ascending }, at) => {
    const equal = keys.slice(0, at).map((key, i) => sql`${key.expression} = ${given(i)}`);
    return sql`(${join([...equal, sql`${expression} ${ascending ? sql`>` : sql`<`} ${given(at)}`], " AND ")})`;
  });
  const [first] = keys;
  // Said once more for the first key alone: an index can begin there.
  const bound = first
    ? sql`${first.expression} ${first.ascending ? sql`>=` : sql`<=`} ${given(0)}`
    : sql`TRUE`;
  return sql`(${bound} AND (${join(behind, " OR ")}))`;
}

export const placeSql = (keys: readonly SortKey[]): Sql =>
  sql`json_build_array(${join(keys.map(({ expression }) => sql`(${expression})::text`))})::text`;
