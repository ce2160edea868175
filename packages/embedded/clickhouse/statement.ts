import { quoteString } from "./literals.ts";
import { type Token, tokens } from "./sql-text.ts";

/** What the server needs to know about a statement before it hands it to the engine. */
export interface Statement {
  /** `read` streams rows back, `load` takes rows from the request body, `write` is everything else. */
  kind: "read" | "load" | "write";
  /** Statement without trailing semicolons. */
  sql: string;
  /** The name after a trailing FORMAT; for `load` the format of the rows. */
  format?: string;
  /** `load`: where `FROM INFILE` goes, and where the rows begin in the original text. */
  infileAt?: number;
  dataAt?: number;
  /** The number after a last LIMIT: the result is known to be small. */
  rowsMax?: number;
  /** True when the statement changes the session it runs in. */
  changesSession: boolean;
}

const READS = new Set(["SELECT", "WITH", "(", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "EXISTS", "CHECK"]);
const SESSION_WORDS = new Set(["SET", "USE", "TEMPORARY"]);

interface Load {
  infileAt: number;
  format: string;
  dataAt: number;
  /** Rows written in SQL (`VALUES (…)`): the engine reads them itself. */
  values: boolean;
}

/** Follows `INSERT INTO name (columns) [SETTINGS …] FORMAT name|VALUES`; undefined for INSERT … SELECT. */
function findLoad(sql: string): Load | undefined {
  let infileAt = -1;
  let previous: Token | undefined;
  for (const token of tokens(sql)) {
    if (previous?.upper === "FORMAT" && infileAt >= 0) {
      return { infileAt, format: token.text, dataAt: afterHeader(sql, token.end), values: false };
    }
    if (token.depth === 0 && token.kind === "word" && previous?.text !== ".") {
      if (token.upper === "SELECT" || token.upper === "WITH") return undefined;
      if (token.upper === "SETTINGS" && infileAt < 0) infileAt = token.start;
      if (token.upper === "FORMAT" && previous?.upper !== "INTO") {
        if (infileAt < 0) infileAt = token.start;
      } else if (token.upper === "VALUES" && previous?.upper !== "INTO") {
        return {
          infileAt: infileAt < 0 ? token.start : infileAt,
          format: "Values",
          dataAt: token.end,
          values: true,
        };
      }
    } else if (token.depth === 1 && token.upper === "SELECT" && previous?.text === "(") return undefined;
    previous = token;
  }
  return undefined;
}

/** Rows start after the blanks that follow the format name and at most one line break. */
function afterHeader(sql: string, end: number): number {
  let at = end;
  while (sql[at] === " " || sql[at] === "\t") at += 1;
  if (sql[at] === "\r") at += 1;
  if (sql[at] === "\n") at += 1;
  return at;
}

function trailingFormat(list: Token[]): string | undefined {
  for (let i = list.length - 2; i >= 0; i -= 1) {
    const token = list[i];
    if (token?.depth === 0 && token.upper === "FORMAT" && token.kind === "word") {
      const name = list[i + 1];
      if (name?.kind === "word") return name.text;
    }
    if (list.length - i > 60) break; // FORMAT is near the end: only SETTINGS may follow it
  }
  return undefined;
}

/** `LIMIT 50` at the end of the outermost query; `LIMIT 1 BY x` and a LIMIT of a subquery do not count. */
function trailingLimit(list: Token[]): number | undefined {
  for (let i = list.length - 2; i >= 0 && list.length - i <= 24; i -= 1) {
    const limit = list[i];
    if (limit?.depth !== 0 || limit.upper !== "LIMIT" || limit.kind !== "word") continue;
    // A bound `LIMIT {n:UInt32}` has become `LIMIT CAST('50' AS UInt32)`.
    const bound = list[i + 1]?.upper === "CAST" && list[i + 3]?.kind === "string";
    const [size, after] = bound ? [list[i + 3], list[i + 7]] : [list[i + 1], list[i + 2]];
    if (
      (size?.kind !== "number" && !bound) ||
      size === undefined ||
      after?.upper === "BY" ||
      after?.text === ","
    )
      return undefined;
    return Number(size.text.replaceAll("'", ""));
  }
  return undefined;
}

/** Splits off trailing `;`; a second statement is left in place for the caller to refuse. */
function withoutSemicolons(sql: string, list: Token[]): { sql: string; list: Token[] } {
  let last = list.length - 1;
  while (last >= 0 && list[last]?.text === ";") last -= 1;
  if (last === list.length - 1) return { sql, list };
  return { sql: sql.slice(0, list[last]?.end ?? 0), list: list.slice(0, last + 1) };
}

export class MultipleStatements extends Error {}

/** Reads the routing facts off a statement. Throws {@link MultipleStatements} when there is more than one. */
export function parseStatement(text: string): Statement {
  const first = tokens(text).next().value;
  if (first?.upper === "INSERT") {
    const load = findLoad(text);
    if (load && !(load.values && text.slice(load.dataAt).trim() !== "")) {
      return {
        kind: "load",
        sql: text,
        format: load.format,
        infileAt: load.infileAt,
        dataAt: load.dataAt,
        changesSession: false,
      };
    }
    if (load) return { kind: "write", sql: text, changesSession: false };
  }
  const { sql, list } = withoutSemicolons(text, [...tokens(text)]);
  if (list.some((token) => token.text === ";" && token.depth === 0)) throw new MultipleStatements();
  const format = trailingFormat(list);
  const kind = first && READS.has(first.upper) ? "read" : "write";
  const changesSession = list.slice(0, 4).some((token) => SESSION_WORDS.has(token.upper)) && kind === "write";
  const rowsMax = kind === "read" ? trailingLimit(list) : undefined;
  return {
    kind,
    sql,
    changesSession,
    ...(format === undefined ? {} : { format }),
    ...(rowsMax === undefined ? {} : { rowsMax }),
  };
}

/** The INSERT with its rows read from a file of ours instead of from the request, and settings of its own. */
export function insertFromFile(
  statement: Statement,
  fileName: string,
  settings: ReadonlyMap<string, string> = new Map(),
): string {
  const { sql, infileAt = 0, dataAt = sql.length, format } = statement;
  const head = sql.slice(0, infileAt);
  const middle = sql.slice(infileAt, dataAt).trim();
  const tail =
    format === "Values" && !/FORMAT\s+Values$/i.test(middle)
      ? middle.replace(/VALUES$/i, "FORMAT Values")
      : middle;
  const list = [...settings].map(([name, value]) => `${name} = ${quoteString(value)}`).join(", ");
  // The statement's own SETTINGS come last and win.
  const rest =
    list === "" ? tail : `SETTINGS ${list}${tail.replace(/^SETTINGS\b/i, ",").replace(/^(?!,)/, " ")}`;
  return `${head} FROM INFILE '${fileName}' COMPRESSION 'none' ${rest}`;
}
