import { join, type Sql, sql } from "@triops/database/sql";
import type { Comparison, Filter } from "./parse.ts";

/**
 * A filter as a condition; `leaf` says what one comparison means for the table at hand. What comes out is never NULL:
 * leaves that may be are made false, unless they are said to be `exact`, which leaves the planner more ways.
 */
export function conditionOf(
  filter: Filter | null,
  leaf: (comparison: Comparison) => Sql,
  { exact = false }: { exact?: boolean } = {},
): Sql {
  if (filter === null) return sql`TRUE`;
  const inner = (term: Filter) => conditionOf(term, leaf, { exact });
  switch (filter.kind) {
    case "compare":
      return exact ? leaf(filter) : sql`(${leaf(filter)}) IS TRUE`;
    case "not":
      return sql`NOT (${inner(filter.term)})`;
    case "and":
      return sql`(${join(filter.terms.map(inner), " AND ")})`;
    case "or":
      return sql`(${join(filter.terms.map(inner), " OR ")})`;
  }
}

/** `column` is text that the code wrote. LIKE has `%` and `_` and, as in MLflow, nothing that escapes them. */
export function textCondition(column: Sql, { op, value }: Pick<Comparison, "op" | "value">): Sql {
  switch (op) {
    case "=":
      return sql`${column} = ${value as string}`;
    case "!=":
      return sql`${column} <> ${value as string}`;
    case "LIKE":
      return sql`${column} LIKE ${value as string} ESCAPE ''`;
    case "ILIKE":
      return sql`${column} ILIKE ${value as string} ESCAPE ''`;
    case "IN":
      return sql`${column} = ANY(${[...(value as string[])]}::text[])`;
    case "NOT IN":
      return sql`${column} <> ALL(${[...(value as string[])]}::text[])`;
    case "IS NULL":
      return sql`${column} IS NULL`;
    case "IS NOT NULL":
      return sql`${column} IS NOT NULL`;
    default:
      throw new Error(`${op} does not compare texts`);
  }
}

export function numberCondition(column: Sql, { op, value }: Pick<Comparison, "op" | "value">): Sql {
  const given = sql`${value as number}::float8`;
  switch (op) {
    case "=":
      return sql`${column} = ${given}`;
    case "!=":
      return sql`${column} <> ${given}`;
    case ">":
      return sql`${column} > ${given}`;
    case ">=":
      return sql`${column} >= ${given}`;
    case "<":
      return sql`${column} < ${given}`;
    case "<=":
      return sql`${column} <= ${given}`;
    default:
      throw new Error(`${op} does not compare numbers`);
  }
}

/**
 * For texts kept as one JSON object per row: `column` ->> key. A key that is absent compares as false, except where
 * absence is asked for.
 */
export const jsonTextCondition = (column: Sql, { key, op, value }: Comparison): Sql =>
  textCondition(sql`(${column} ->> ${key}::text)`, { op, value });
