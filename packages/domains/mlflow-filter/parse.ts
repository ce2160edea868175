import { invalid } from "@triops/kernel/errors";
import { type Token, tokenise } from "./tokens.ts";

/**
 * MLflow's filters, and what its users miss in them: OR, NOT and brackets.
 *
 *   any   = all { OR all }        all = one { AND one }        one = NOT one | "(" any ")" | clause
 *   clause = name operator value | name IS [NOT] NULL | name [NOT] IN ( text, … ) | name [NOT] [I]LIKE text
 *   name  = [ entity "." ] key    keys with unusual characters stand in quotes or backticks
 *   order = name [ASC | DESC]
 */
export type FilterEntity = "attribute" | "metric" | "parameter" | "tag" | "dataset";

export type Comparison = {
  kind: "compare";
  entity: FilterEntity;
  /** As the rules of the searched thing call it. */
  key: string;
  op: "=" | "!=" | ">" | ">=" | "<" | "<=" | "LIKE" | "ILIKE" | "IN" | "NOT IN" | "IS NULL" | "IS NOT NULL";
  /** A list for IN and NOT IN, null for IS NULL. */
  value: string | number | readonly string[] | null;
};

export type Filter =
  | Comparison
  | { kind: "and"; terms: Filter[] }
  | { kind: "or"; terms: Filter[] }
  | { kind: "not"; term: Filter };

/** What may be asked of one key. `field` is the name that the caller gets. */
export type KeyRule = { field: string; type: "text" | "number"; list?: boolean };

/** What can be searched: its attributes by every name they may have, and which entities it has beside. */
export type Searched = {
  attributes: Readonly<Record<string, KeyRule>>;
  entities: readonly Exclude<FilterEntity, "attribute">[];
  /** Keys that can be ordered by; those of `attributes` when absent. */
  orderable?: Readonly<Record<string, string>>;
};

export type Ordering = { entity: FilterEntity; key: string; ascending: boolean };

const entityNames: Readonly<Record<string, FilterEntity>> = {
  metric: "metric",
  metrics: "metric",
  parameter: "parameter",
  parameters: "parameter",
  param: "parameter",
  params: "parameter",
  tag: "tag",
  tags: "tag",
  attribute: "attribute",
  attributes: "attribute",
  attr: "attribute",
  run: "attribute",
  dataset: "dataset",
  datasets: "dataset",
};

const charsMax = 20_000;
const depthMax = 50;
const clausesMax = 200;
const datasetKeys = ["name", "digest", "context"];

type Parser = { tokens: Token[]; at: number; depth: number; clauses: number; searched: Searched };

const word = (token: Token | undefined): string =>
  token?.kind === "name" && token.parts.length === 1 ? token.text.toUpperCase() : "";

function takeWord(parser: Parser, wanted: string): boolean {
  if (word(parser.tokens[parser.at]) !== wanted) return false;
  parser.at++;
  return true;
}

const shown = (token: Token | undefined): string => token?.text ?? "the end";

/** Null for an empty filter, which everything passes. @throws invalid */
export function parseFilter(text: string | null | undefined, searched: Searched): Filter | null {
  if (!text || text.trim() === "") return null;
  if (text.length > charsMax) throw invalid(`Invalid filter: longer than ${charsMax} characters`);
  const parser: Parser = { tokens: tokenise(text), at: 0, depth: 0, clauses: 0, searched };
  const filter = parseAny(parser);
  const left = parser.tokens[parser.at];
  if (left) throw invalid(`Invalid clause(s) in filter string: '${text.slice(left.at)}'`);
  return filter;
}

function parseAny(parser: Parser): Filter {
  const terms = [parseAll(parser)];
  while (takeWord(parser, "OR")) terms.push(parseAll(parser));
  return terms.length === 1 ? (terms[0] as Filter) : { kind: "or", terms };
}

function parseAll(parser: Parser): Filter {
  const terms = [parseOne(parser)];
  while (takeWord(parser, "AND")) terms.push(parseOne(parser));
  return terms.length === 1 ? (terms[0] as Filter) : { kind: "and", terms };
}

function parseOne(parser: Parser): Filter {
  if (++parser.depth > depthMax) throw invalid(`Invalid filter: nested deeper than ${depthMax} levels`);
  try {
    if (takeWord(parser, "NOT")) return { kind: "not", term: parseOne(parser) };
    const token = parser.tokens[parser.at];
    if (token?.text === "(" && token.kind === "punctuation") {
      parser.at++;
      const inner = parseAny(parser);
      const close = parser.tokens[parser.at++];
      if (close?.kind !== "punctuation" || close.text !== ")")
        throw invalid(`Invalid clause(s) in filter string: expected ')' found '${shown(close)}'`);
      return inner;
    }
    return parseClause(parser);
  } finally {
    parser.depth--;
  }
}

function parseClause(parser: Parser): Comparison {
  if (++parser.clauses > clausesMax) throw invalid(`Invalid filter: more than ${clausesMax} comparisons`);
  const subject = parser.tokens[parser.at++];
  const parts =
    subject?.kind === "name" ? subject.parts : subject?.kind === "text" ? spacedName(subject) : null;
  if (!parts) throw invalid(`Invalid comparison clause. Expected 'Identifier' found '${shown(subject)}'`);
  // `Run name` of two words is one of MLflow's own names.
  const next = parser.tokens[parser.at];
  if (parts.length === 1 && word(subject) === "RUN" && word(next) === "NAME") {
    parts[0] = `${parts[0]} ${next?.text}`;
    parser.at++;
  }
  const { entity, key, rule } = subjectOf(parts, parser.searched);
  const operator = parser.tokens[parser.at];
  if (takeWord(parser, "IS")) {
    const op = takeWord(parser, "NOT") ? "IS NOT NULL" : "IS NULL";
    if (!takeWord(parser, "NULL"))
      throw invalid(`Invalid comparison clause. Expected NULL found '${shown(parser.tokens[parser.at])}'`);
    if (entity !== "tag" && entity !== "parameter")
      throw invalid(
        `IS NULL / IS NOT NULL is only supported for tags and params, not for '${entity}' '${key}'`,
      );
    return { kind: "compare", entity, key, op, value: null };
  }
  const negated = takeWord(parser, "NOT");
  if (takeWord(parser, "IN")) {
    if (!listable(entity, rule))
      throw invalid(`Invalid comparator 'IN' for ${entity} '${key}': only some attributes support lists`);
    return { kind: "compare", entity, key, op: negated ? "NOT IN" : "IN", value: parseList(parser) };
  }
  if (negated)
    throw invalid(`Invalid comparator 'NOT ${shown(parser.tokens[parser.at])}' not one of 'NOT IN'`);
  const named = word(operator);
  const isNamed = named === "LIKE" || named === "ILIKE";
  if (operator?.kind !== "operator" && !isNamed)
    throw invalid(`Invalid comparison clause. Expected comparison found '${shown(operator)}'`);
  const op = (isNamed ? named : operator?.text) as Comparison["op"];
  parser.at++;
  const isNumber = entity === "metric" || rule?.type === "number";
  const allowed = isNumber ? ["=", "!=", ">", ">=", "<", "<="] : ["=", "!=", "LIKE", "ILIKE"];
  if (!allowed.includes(op)) throw invalid(`Invalid comparator '${op}' not one of '${allowed.join("', '")}'`);
  return { kind: "compare", entity, key, op, value: parseValue(parser, entity, key, isNumber) };
}

/** `"attr.key"` in quotes as a whole is what some clients send for a name with a space. */
const spacedName = (token: Token & { kind: "text" }): string[] | null =>
  token.text.startsWith("'") ? null : [token.value];

function subjectOf(
  parts: readonly string[],
  { attributes, entities }: Searched,
): { entity: FilterEntity; key: string; rule: KeyRule | undefined } {
  const [first = "", ...rest] = parts;
  const entity =
    rest.length === 0 ? "attribute" : Object.hasOwn(entityNames, first) ? entityNames[first] : undefined;
  if (!entity || (entity !== "attribute" && !entities.includes(entity)))
    throw invalid(
      `Invalid entity type '${first}'. Valid values are ['${["attribute", ...entities].join("', '")}']`,
    );
  const key = rest.length === 0 ? first : rest.join(".");
  if (entity === "attribute") {
    const rule = Object.hasOwn(attributes, key) ? attributes[key] : undefined;
    if (!rule)
      throw invalid(
        `Invalid attribute key '${key}' specified. Valid keys are '${Object.keys(attributes).join("', '")}'`,
      );
    return { entity, key: rule.field, rule };
  }
  if (entity === "dataset" && !datasetKeys.includes(key))
    throw invalid(`Invalid dataset key '${key}' specified. Valid keys are '${datasetKeys.join("', '")}'`);
  if (key.includes("\0")) throw invalid("Invalid key: it holds a zero character");
  return { entity, key, rule: undefined };
}

const listable = (entity: FilterEntity, rule: KeyRule | undefined): boolean =>
  entity === "dataset" || rule?.list === true;

function parseList(parser: Parser): string[] {
  const open = parser.tokens[parser.at++];
  if (open?.text !== "(") throw invalid(`Invalid comparison clause. Expected '(' found '${shown(open)}'`);
  const values: string[] = [];
  for (;;) {
    const token = parser.tokens[parser.at++];
    if (token?.kind !== "text") {
      throw invalid(
        `While parsing a list in the query, expected string value, punctuation, or whitespace, but got '${shown(token)}'`,
      );
    }
    values.push(clean(token.value));
    const after = parser.tokens[parser.at++];
    if (after?.text === ")") return values;
    if (after?.text !== ",") throw invalid(`Invalid comparison clause. Expected ')' found '${shown(after)}'`);
  }
}

function parseValue(parser: Parser, entity: FilterEntity, key: string, isNumber: boolean): string | number {
  const token = parser.tokens[parser.at++];
  if (isNumber) {
    if (token?.kind === "number" && Number.isFinite(token.value)) return token.value;
    throw invalid(
      entity === "metric"
        ? `Expected numeric value type for metric. Found ${shown(token)}`
        : `Expected numeric value type for numeric attribute: ${key}. Found ${shown(token)}`,
    );
  }
  if (token?.kind === "text") return clean(token.value);
  const what = entity === "attribute" ? "attributes" : entity === "dataset" ? "dataset attributes" : entity;
  throw invalid(`Expected a quoted string value for ${what} (e.g. 'my-value'). Got value ${shown(token)}`);
}

/** Postgres keeps no zero character, so that nothing stored can hold one; a text with one equals nothing. */
const clean = (value: string): string => value.replaceAll("\0", "\ufffd");

/** @throws invalid */
export function parseOrdering(clauses: readonly string[], searched: Searched): Ordering[] {
  if (clauses.length > 10) throw invalid("Invalid order_by clause: more than 10 of them");
  return clauses.map((clause) => {
    if (clause.length > 1_000) throw invalid("Invalid order_by clause: longer than 1000 characters");
    const tokens = tokenise(clause);
    const subject = tokens[0];
    let parts =
      subject?.kind === "name" ? subject.parts : subject?.kind === "text" ? spacedName(subject) : null;
    let at = 1;
    if (parts?.length === 1 && word(subject) === "RUN" && word(tokens[1]) === "NAME") {
      parts = [`${parts[0]} ${tokens[1]?.text}`];
      at = 2;
    }
    if (!parts || tokens.length > at + 1)
      throw invalid(`Invalid order_by clause '${clause}'. Could not be parsed.`);
    const direction = tokens[at];
    if (direction && !["ASC", "DESC"].includes(word(direction)))
      throw invalid(`Invalid ordering key in order_by clause '${clause}'.`);
    const ascending = word(direction) !== "DESC";
    const { orderable } = searched;
    const name = parts.length === 1 || entityNames[parts[0] ?? ""] === "attribute" ? parts.at(-1) : undefined;
    if (orderable && name !== undefined) {
      const field = Object.hasOwn(orderable, name) ? orderable[name] : undefined;
      if (!field)
        throw invalid(
          `Invalid order by key '${name}' specified. Valid keys are '${Object.keys(orderable).join("', '")}'`,
        );
      return { entity: "attribute", key: field, ascending };
    }
    const { entity, key } = subjectOf(parts, searched);
    if (entity === "dataset") throw invalid(`Invalid order_by entity type '${entity}'`);
    return { entity, key, ascending };
  });
}
