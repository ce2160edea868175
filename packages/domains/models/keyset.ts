import { join, type Sql, sql } from "@triops/database/sql";
import { invalid } from "@triops/kernel/errors";

/** A column to order by: never null. `column` is text that the code wrote. */
export type Key = { name: string; column: Sql; type: "text" | "number" | "time"; ascending: boolean };

/** `a ASC, b DESC, …` */
export const orderOf = (keys: readonly Key[]): Sql =>
  join(
    keys.map(({ column, ascending }) => (ascending ? sql`${column} ASC` : sql`${column} DESC`)),
    ", ",
  );

/** Rows after the place: (a beyond) OR (a the same AND b beyond) OR … */
export function afterPlace(keys: readonly Key[], place: readonly (string | number)[] | null): Sql {
  if (!place) return sql`TRUE`;
  const alternatives = keys.map((key, index) => {
    const same = keys.slice(0, index).map((before, i) => sql`${before.column} = ${typed(before, place[i])}`);
    const value = typed(key, place[index]);
    const beyond = key.ascending ? sql`${key.column} > ${value}` : sql`${key.column} < ${value}`;
    return sql`(${join([...same, beyond], " AND ")})`;
  });
  return sql`(${join(alternatives, " OR ")})`;
}

function typed({ type }: Key, value: string | number | undefined): Sql {
  if (type === "number") return sql`${Number(value)}::float8`;
  return type === "time" ? sql`${String(value)}::timestamp` : sql`${String(value)}::text`;
}

/** The place of a row as an opaque token; it holds only for the same order. */
export const tokenOf = (keys: readonly Key[], place: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify([nameOf(keys), ...place])).toString("base64url");

/** @throws invalid for a token that is none, or of another order */
export function placeOf(keys: readonly Key[], token: string | null | undefined): (string | number)[] | null {
  if (!token) return null;
  const parts = partsOf(token);
  const [order, ...place] = parts ?? [];
  const fits =
    order === nameOf(keys) &&
    place.length === keys.length &&
    keys.every(({ type }, i) => isPlace(type, place[i]));
  if (!fits) throw invalid("Invalid page token", [{ path: "cursor", message: "Not of this list" }]);
  return place as (string | number)[];
}

const nameOf = (keys: readonly Key[]): string =>
  keys.map(({ name, ascending }) => `${ascending ? "" : "-"}${name}`).join(",");

function partsOf(token: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function isPlace(type: Key["type"], value: unknown): boolean {
  if (type === "number") return typeof value === "number" && Number.isFinite(value);
  if (typeof value !== "string" || value.includes("\u0000")) return false;
  return type === "text" || /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value);
}
