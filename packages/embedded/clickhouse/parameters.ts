import { EngineError } from "./engine-errors.ts";
import { BadLiteral, quoteName, quoteString, renderNested, unescapeText } from "./literals.ts";
import { tokens } from "./sql-text.ts";

/**
 * chDB binds parameters one query at a time across the whole process and may abort when two overlap, so that
 * `{name:Type}` is filled in here, before the engine sees the text. Semantics follow ClickHouse's HTTP
 * interface: a parameter arrives in the "escaped" text form, `\N` is NULL, nested values use quoted strings.
 */

const NESTED = /^(Array|Tuple|Map|Nested|Point|Ring|LineString|MultiLineString|Polygon|MultiPolygon)\b/;
const WRAPPED = /^(?:LowCardinality|Nullable)\s*\(([\s\S]*)\)$/;

function unwrap(type: string): string {
  const inner = WRAPPED.exec(type)?.[1]?.trim();
  return inner === undefined ? type : unwrap(inner);
}

function acceptsNull(type: string): boolean {
  return /^(LowCardinality\s*\(\s*)?Nullable\s*\(/.test(type) || /^(Nothing|Dynamic|Variant)\b/.test(type);
}

/** One value as an SQL expression of exactly the declared type. */
export function renderParameter(name: string, type: string, text: string): string {
  if (type === "Identifier") {
    if (text === "") throw invalid(name, type, "an empty name");
    return quoteName(unescapeText(text));
  }
  if (text === "\\N") {
    if (!acceptsNull(type)) throw invalid(name, type, "NULL");
    return `CAST(NULL AS ${type})`;
  }
  if (NESTED.test(unwrap(type))) {
    try {
      return `CAST(${renderNested(text)} AS ${type})`;
    } catch (error) {
      if (error instanceof BadLiteral) throw invalid(name, type, error.message);
      throw error;
    }
  }
  return `CAST(${quoteString(unescapeText(text))} AS ${type})`;
}

function invalid(name: string, type: string, why: string): EngineError {
  return new EngineError(
    457,
    "BAD_QUERY_PARAMETER",
    `Value of query parameter \`${name}\` cannot be read as ${type}: ${why}`,
  );
}

/**
 * Replaces every `{name:Type}` outside strings and comments. `limit` ends the search early, so that inline rows
 * after an INSERT are never touched. Throws code 456 for a parameter without a value.
 */
export function substituteParameters(sql: string, values: ReadonlyMap<string, string>): string {
  if (!sql.includes("{")) return sql;
  let out = "";
  let at = 0;
  for (const token of tokens(sql)) {
    if (token.kind !== "parameter") continue;
    const inner = token.text.slice(1, -1);
    const colon = inner.indexOf(":");
    const name = inner.slice(0, colon).trim();
    const type = inner.slice(colon + 1).trim();
    const value = values.get(name);
    if (value === undefined) {
      throw new EngineError(456, "UNKNOWN_QUERY_PARAMETER", `Substitution \`${name}\` is not set`);
    }
    out += sql.slice(at, token.start) + renderParameter(name, type, value);
    at = token.end;
  }
  return out + sql.slice(at);
}
