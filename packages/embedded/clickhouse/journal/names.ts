import { tokens } from "../sql-text.ts";

/**
 * Whether a statement may name this. Looked for as text, because statements can be megabytes of ids: a word in a
 * string or a longer name costs a needless insert, and nothing is missed. Odd names may be written with escapes.
 */
export const mayName = (sql: string, name: string): boolean => !/^\w+$/.test(name) || sql.includes(name);

/** Every name in a statement, whatever it names. */
export function namesIn(sql: string): Set<string> {
  const names = new Set<string>();
  for (const { kind, text } of tokens(sql)) {
    if (kind === "word" || kind === "quoted") names.add(plainName(text));
  }
  return names;
}

/** The table of an `INSERT INTO [database.]name (columns) …`; undefined when it is written in another way. */
export function insertedTable(sql: string): { database?: string; table: string } | undefined {
  const [insert, into, first, dot, second] = firstTokens(sql, 5);
  if (insert?.upper !== "INSERT" || into?.upper !== "INTO" || first === undefined) return undefined;
  if (first.kind !== "word" && first.kind !== "quoted") return undefined;
  if (first.upper === "TABLE" || first.upper === "FUNCTION") return undefined;
  if (dot?.text !== ".") return { table: plainName(first.text) };
  return second === undefined
    ? undefined
    : { database: plainName(first.text), table: plainName(second.text) };
}

const plainName = (text: string) =>
  /^["`]/.test(text) ? text.slice(1, -1).replaceAll(/\\(.)/g, "$1") : text;

function firstTokens(sql: string, count: number) {
  const list = [];
  for (const token of tokens(sql)) {
    list.push(token);
    if (list.length === count) break;
  }
  return list;
}
