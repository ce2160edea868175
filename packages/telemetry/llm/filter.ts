import { invalid } from "@triops/kernel/errors";
import type { Param } from "../client/question.ts";
import type { SearchField, SearchFilter, SearchOperator } from "../search-filter.ts";
import { durationNs } from "../traces/duration.ts";

/** Fields that hold one text. */
const texts = {
  name: "name",
  trace_name: "trace_name",
  service: "service",
  environment: "environment",
  release: "release",
  route: "route",
  provider: "provider",
  operation: "operation",
  kind: "kind",
  status: "status",
  message: "status_message",
  error: "error_type",
  user: "user",
  session: "session",
  prompt: "prompt_name",
  prompt_id: "prompt_id",
  label: "prompt_label",
  key: "key_id",
  virtual_key: "virtual_key",
  team: "team",
  cache: "cache",
  unpriced: "unpriced",
  agent: "agent_name",
  source: "source",
  dialect: "dialect",
  trace: "trace_id",
  span: "span_id",
  parent: "parent_span_id",
  response: "response_id",
} as const;

/** Fields that hold several. */
const lists = {
  tag: "tags",
  tool: "tool_names",
  finish: "finish_reasons",
  flag: "flags",
  finding: "findings",
} as const;

/** Fields that hold a number. */
const numbers = {
  version: "prompt_version",
  input: "input_tokens",
  output: "output_tokens",
  tokens: "(input_tokens + output_tokens)",
  // Costs that are not known are neither above nor below anything.
  cost: "cost",
} as const;

const durations = { latency: "duration_ns", duration: "duration_ns", first_token: "first_token_ns" } as const;

export const llmColumnNames = [
  "model",
  ...(Object.keys(texts) as (keyof typeof texts)[]),
  ...(Object.keys(lists) as (keyof typeof lists)[]),
  ...(Object.keys(numbers) as (keyof typeof numbers)[]),
  ...(Object.keys(durations) as (keyof typeof durations)[]),
] as const;
export type LlmColumn = (typeof llmColumnNames)[number];
export type LlmField = SearchField<LlmColumn>;

/**
 * What a search asks of each span about models. Text is looked for in name and status message as any part of them, and
 * in what went in and came out as whole words. Other names are metadata, `score.<name>` scores.
 */
export type LlmFilter = SearchFilter<LlmColumn>;

/** Traces by what was asked of a score (`scoreKey`): looked up elsewhere beforehand. */
export type Scored = ReadonlyMap<string, readonly string[]>;
export const scorePrefix = "score.";
export const scoreKey = (name: string, op: SearchOperator, value: string): string => `${name} ${op} ${value}`;

const conditionsMax = 64;
const textCharsMax = 1_024;

type Bind = (value: Param) => string;

/**
 * Conditions of which at most one holds for a span, with every name and value bound as a parameter. Words are looked for
 * in three places, and ClickHouse uses the index of one only when it is asked apart from the others.
 * @throws invalid when the filter is too large or makes no sense
 */
export function llmConditions(
  filter: LlmFilter | undefined,
  scored: Scored,
  apart: boolean,
): { alternatives: string[]; params: Record<string, Param> } {
  const params: Record<string, Param> = {};
  let count = 0;
  const bind: Bind = (value) => {
    if (typeof value === "string" && value.length > textCharsMax)
      throw invalid(`A search's words have at most ${textCharsMax} characters`);
    const name = `q${Object.keys(params).length}`;
    params[name] = value;
    return `{${name}:${Array.isArray(value) ? "Array(String)" : "String"}}`;
  };
  const compile = (part: LlmFilter): string => {
    if (++count > conditionsMax) throw invalid(`A search has at most ${conditionsMax} conditions`);
    switch (part.kind) {
      case "all":
        return part.parts.length === 0 ? "1" : `(${part.parts.map(compile).join(" AND ")})`;
      case "any":
        return part.parts.length === 0 ? "0" : `(${part.parts.map(compile).join(" OR ")})`;
      case "not":
        return `NOT ${compile(part.part)}`;
      case "text":
        return `(${places(part.text, bind).join(" OR ")})`;
      case "compare":
        return `(${compare(part.field, part.op, part.value, scored, bind)})`;
    }
  };
  if (!filter) return { alternatives: ["1"], params };
  const parts = filter.kind === "all" ? filter.parts : [filter];
  const words = parts.filter((part) => part.kind === "text");
  const [only] = words;
  if (!apart || only === undefined || words.length > 1) return { alternatives: [compile(filter)], params };
  const rest = parts.filter((part) => part !== only).map((part) => ` AND ${compile(part)}`);
  const found = places(only.text, bind);
  const alternatives = found.map((place, at) => {
    const before = found.slice(0, at).map((other) => ` AND NOT (${other})`);
    return `(${place})${before.join("")}${rest.join("")}`;
  });
  return { alternatives, params };
}

/** The span's own texts as any part of them; what went in and came out by whole words. */
function places(wanted: string, bind: Bind): string[] {
  const like = bind(`%${escapeLike(wanted.toLowerCase())}%`);
  const own = `lowerUTF8(name) LIKE ${like} OR lowerUTF8(status_message) LIKE ${like}`;
  const words = wanted.toLowerCase().match(/[\p{L}\p{N}]+/gu);
  if (!words) return [own];
  const tokens = bind(words.join(" "));
  const isOneWord = words.length === 1 && words[0] === wanted.toLowerCase();
  // The index finds the words, the text says whether they stand together.
  const within = (column: string) =>
    `hasAllTokens(${column}, ${tokens})${isOneWord ? "" : ` AND lowerUTF8(${column}) LIKE ${like}`}`;
  return [own, within("input_text"), within("output_text")];
}

const isEquality = (op: SearchOperator): op is "=" | "!=" => op === "=" || op === "!=";
const has = <Table extends object>(table: Table, name: string): name is Extract<keyof Table, string> =>
  Object.hasOwn(table, name);

function compare(field: LlmField, op: SearchOperator, value: string, scored: Scored, bind: Bind): string {
  if (field.kind !== "column") {
    if (field.kind === "resource") throw invalid("Model calls have metadata, no resource");
    if (field.kind === "either" && field.key.startsWith(scorePrefix))
      return `trace_id IN ${bind([...(scored.get(scoreKey(field.key.slice(scorePrefix.length), op, value)) ?? [])])}`;
    return compareMetadata(field.key, op, value, bind);
  }
  const { name } = field;
  if (name === "model") {
    const [asked, answered] = [
      compareText("model", op, value, bind),
      compareText("response_model", op, value, bind),
    ];
    return op === "!=" ? `${asked} AND ${answered}` : `${asked} OR ${answered}`;
  }
  if (has(durations, name)) return `${durations[name]} ${op} ${durationNs(value)}`;
  if (has(numbers, name)) return compareNumber(name, numbers[name], op, value);
  if (has(lists, name)) return compareList(lists[name], op, value, bind);
  if (!isEquality(op)) throw invalid(`"${name}" is compared with "=" and "!="`);
  const lower =
    name === "trace" || name === "span" || name === "parent" || name === "status" || name === "kind";
  return compareText(texts[name], op, lower ? value.toLowerCase() : value, bind);
}

function compareNumber(name: string, column: string, op: SearchOperator, value: string): string {
  if (name === "cost" && value === "*" && isEquality(op))
    return op === "=" ? "isNotNull(cost)" : "isNull(cost)";
  const number = Number(value.replace(/^\$/, ""));
  if (value.trim() === "" || !Number.isFinite(number))
    throw invalid(`"${name}" is compared with numbers, and "${value.slice(0, 80)}" is none`);
  if (name === "version") return `${column} ${op} ${number}`;
  // Agents repeat what the calls within them used.
  return `counts = 1 AND ${column} ${op} ${name === "cost" ? decimal(number) : number}`;
}

const usdMax = 100_000;

/** Compared as what the column is, so that its index is of use. */
function decimal(usd: number): string {
  if (Math.abs(usd) >= usdMax) throw invalid(`A cost is below ${usdMax} USD`);
  return `toDecimal64('${usd.toFixed(12)}', 12)`;
}

function compareList(column: string, op: SearchOperator, value: string, bind: Bind): string {
  if (!isEquality(op)) throw invalid('Lists are compared with "=" and "!="');
  const found =
    value === "*"
      ? `notEmpty(${column})`
      : value.includes("*")
        ? `arrayExists(v -> v LIKE ${bind(pattern(value))}, ${column})`
        : `has(${column}, ${bind(value)})`;
  return op === "=" ? found : `NOT ${found}`;
}

function compareMetadata(key: string, op: SearchOperator, value: string, bind: Bind): string {
  const name = bind(key);
  const held = `metadata_values[indexOf(metadata_names, ${name})]`;
  if (value === "*" && isEquality(op)) return `${op === "=" ? "" : "NOT "}has(metadata_names, ${name})`;
  if (!isEquality(op)) {
    const number = Number(value);
    if (value.trim() === "" || !Number.isFinite(number))
      throw invalid(`"${value.slice(0, 80)}" is no number`);
    return `has(metadata_names, ${name}) AND ifNull(toFloat64OrNull(${held}) ${op} ${number}, 0)`;
  }
  if (op === "!=") return `NOT (has(metadata_names, ${name}) AND ${compareText(held, "=", value, bind)})`;
  const same = compareText(held, "=", value, bind);
  // The index knows values, whichever name they have.
  return value.includes("*") ? same : `has(metadata_values, ${bind(value)}) AND ${same}`;
}

function compareText(column: string, op: SearchOperator, value: string, bind: Bind): string {
  if (!isEquality(op)) throw invalid(`Texts are compared with "=" and "!="`);
  if (value === "*") return `${column} ${op === "=" ? "!=" : "="} ''`;
  if (!value.includes("*")) return `${column} ${op} ${bind(value)}`;
  return `${column} ${op === "=" ? "LIKE" : "NOT LIKE"} ${bind(pattern(value))}`;
}

const escapeLike = (plain: string): string => plain.replace(/[\\%_]/g, "\\$&");

/** `*` stands for any text; everything else for itself. */
const pattern = (plain: string): string => plain.split("*").map(escapeLike).join("%");
