import { invalid } from "@triops/kernel/errors";
import type { SearchField, SearchFilter, SearchOperator } from "@triops/telemetry/search-filter";

type Filter = SearchFilter<string>;
type Field = SearchField<string>;

/**
 * The search language of logs and traces: `service:checkout level>=warn "timed out" -health attr.user=42`.
 *
 *   query   = any                     any  = all { "OR" all }            all = one { ["AND"] one }
 *   one     = ["-" | "NOT"] ( "(" any ")" | field operator value | word | "quoted text" )
 *   field   = one of `columns` | attr.<key> | resource.<key> | <key of an attribute or resource attribute>
 *   operator = ":" (the same as "=") | "=" | "!=" | ">=" | ">" | "<=" | "<"
 *
 * `*` in a value stands for any text, alone it asks whether there is one. Keys with unusual characters are quoted:
 * `attr."odd key"=1`. @throws invalid, saying where
 */
export function parseSearch<Column extends string>(
  text: string,
  columns: readonly Column[],
): SearchFilter<Column> {
  if (text.length > queryCharsMax) throw invalid(`A search has at most ${queryCharsMax} characters`);
  const parser: Parser = { text, at: 0, depth: 0, columns };
  const filter = parseAny(parser);
  skipSpace(parser);
  if (parser.at < text.length) throw fault(parser, 'a ")" without its "("');
  return filter as SearchFilter<Column>;
}

const queryCharsMax = 4_000;
const depthMax = 32;

type Parser = { text: string; at: number; depth: number; columns: readonly string[] };

function parseAny(parser: Parser): Filter {
  const parts = [parseAll(parser)];
  while (takeWord(parser, "OR")) parts.push(parseAll(parser));
  return parts.length === 1 ? (parts[0] as Filter) : { kind: "any", parts };
}

function parseAll(parser: Parser): Filter {
  const parts: Filter[] = [];
  for (;;) {
    skipSpace(parser);
    if (parser.at >= parser.text.length || parser.text[parser.at] === ")" || isWord(parser, "OR")) break;
    if (takeWord(parser, "AND")) continue;
    parts.push(parseOne(parser));
  }
  return parts.length === 1 ? (parts[0] as Filter) : { kind: "all", parts };
}

function parseOne(parser: Parser): Filter {
  skipSpace(parser);
  if (++parser.depth > depthMax) throw fault(parser, "more nesting than can be followed");
  try {
    const c = parser.text[parser.at];
    if (c === "-" && !isSpaceOrEnd(parser, parser.at + 1)) {
      parser.at++;
      return { kind: "not", part: parseOne(parser) };
    }
    if (takeWord(parser, "NOT")) {
      skipSpace(parser);
      if (parser.at >= parser.text.length) throw fault(parser, "nothing after NOT");
      return { kind: "not", part: parseOne(parser) };
    }
    if (c === "(") {
      parser.at++;
      const inside = parseAny(parser);
      skipSpace(parser);
      if (parser.text[parser.at] !== ")") throw fault(parser, 'a "(" without its ")"');
      parser.at++;
      return inside;
    }
    return parseTerm(parser);
  } finally {
    parser.depth--;
  }
}

const fieldName = /(?:(?:attr|resource)\.)?(?:"(?:[^"\\]|\\.)*"|[A-Za-z_@][\w.@/-]*)(?=:|=|!=|>|<)/y;
const operator = /:|!=|>=|<=|=|>|</y;

function parseTerm(parser: Parser): Filter {
  fieldName.lastIndex = parser.at;
  const name = fieldName.exec(parser.text)?.[0];
  if (name !== undefined) {
    parser.at += name.length;
    operator.lastIndex = parser.at;
    const sign = operator.exec(parser.text)?.[0] ?? "=";
    parser.at += sign.length;
    const value = takeValue(parser);
    if (value === null) throw fault(parser, `nothing after "${name}${sign}"`);
    return {
      kind: "compare",
      field: fieldOf(name, parser.columns),
      op: sign === ":" ? "=" : (sign as SearchOperator),
      value,
    };
  }
  const word = takeValue(parser);
  if (word === null) throw fault(parser, "an empty word");
  return { kind: "text", text: word };
}

/** A quoted text or everything up to a space or bracket; null where there is nothing. */
function takeValue(parser: Parser): string | null {
  if (parser.text[parser.at] === '"') return takeQuoted(parser);
  let end = parser.at;
  while (!isSpaceOrEnd(parser, end) && parser.text[end] !== ")" && parser.text[end] !== "(") end++;
  if (end === parser.at) return null;
  const value = parser.text.slice(parser.at, end);
  parser.at = end;
  return value;
}

function takeQuoted(parser: Parser): string {
  const start = parser.at++;
  let value = "";
  for (; parser.at < parser.text.length; parser.at++) {
    const c = parser.text[parser.at] as string;
    if (c === '"') {
      parser.at++;
      return value;
    }
    value += c === "\\" && parser.at + 1 < parser.text.length ? parser.text[++parser.at] : c;
  }
  parser.at = start;
  throw fault(parser, "a quotation mark without its partner");
}

function fieldOf(name: string, columns: readonly string[]): Field {
  const dot = name.startsWith("attr.") ? 5 : name.startsWith("resource.") ? 9 : 0;
  const key = unquoted(name.slice(dot));
  if (dot === 5) return { kind: "attribute", key };
  if (dot === 9) return { kind: "resource", key };
  return !name.startsWith('"') && columns.includes(key)
    ? { kind: "column", name: key }
    : { kind: "either", key };
}

const unquoted = (key: string): string =>
  key.startsWith('"') ? key.slice(1, -1).replace(/\\(.)/gs, "$1") : key;

function skipSpace(parser: Parser): void {
  while (parser.at < parser.text.length && /\s/.test(parser.text[parser.at] as string)) parser.at++;
}

const isSpaceOrEnd = (parser: Parser, at: number): boolean =>
  at >= parser.text.length || /\s/.test(parser.text[at] as string);

/** AND, OR and NOT count only in capitals and alone. */
function isWord(parser: Parser, word: string): boolean {
  const end = parser.at + word.length;
  return (
    parser.text.startsWith(word, parser.at) &&
    (isSpaceOrEnd(parser, end) || parser.text[end] === "(" || parser.text[end] === ")")
  );
}

function takeWord(parser: Parser, word: string): boolean {
  skipSpace(parser);
  if (!isWord(parser, word)) return false;
  parser.at += word.length;
  return true;
}

const fault = (parser: Parser, what: string) =>
  invalid(`The search has ${what} at character ${parser.at + 1}`, [
    { path: "q", message: `${what}, at character ${parser.at + 1}` },
  ]);

/** The text that means this filter: what facets and builders write into the search field. */
export function printSearch<Column extends string>(
  filter: SearchFilter<Column>,
  columns: readonly Column[],
): string {
  return print(filter, columns);
}

function print(filter: Filter, columns: readonly string[]): string {
  switch (filter.kind) {
    case "all":
      return filter.parts
        .map((part) => (part.kind === "any" ? `(${print(part, columns)})` : inner(part, columns)))
        .join(" ");
    case "any":
      return filter.parts
        .map((part) => (part.kind === "any" ? `(${print(part, columns)})` : inner(part, columns)))
        .join(" OR ");
    case "not":
      return `NOT ${filter.part.kind === "all" || filter.part.kind === "any" ? `(${print(filter.part, columns)})` : print(filter.part, columns)}`;
    case "text":
      return quoted(filter.text);
    case "compare":
      return `${printField(filter.field, columns)}${filter.op}${quoted(filter.value)}`;
  }
}

const inner = (part: Filter, columns: readonly string[]): string =>
  part.kind === "all" ? `(${print(part, columns)})` : print(part, columns);

const quoted = (text: string): string =>
  /^[\w.@/-]+$/.test(text) && !/^(?:-|AND$|OR$|NOT$)/.test(text)
    ? text
    : `"${text.replace(/["\\]/g, "\\$&")}"`;

function printField(field: Field, columns: readonly string[]): string {
  if (field.kind === "column") return field.name;
  const isPlain = /^[A-Za-z_@][\w.@/-]*$/.test(field.key);
  const quotedKey = `"${field.key.replace(/["\\]/g, "\\$&")}"`;
  if (field.kind === "either")
    return isPlain && !columns.includes(field.key) && !/^(?:attr|resource)\./.test(field.key)
      ? field.key
      : quotedKey;
  return `${field.kind === "attribute" ? "attr" : "resource"}.${isPlain ? field.key : quotedKey}`;
}
