import { invalid } from "@triops/kernel/errors";
import type { Param } from "../client/question.ts";
import { logLevels } from "../otlp/log-model.ts";

/** What of a record a comparison looks at. */
export type LogField =
  | { kind: "column"; name: LogColumn }
  /** Of the record, of its resource, or of either: the record's own first. */
  | { kind: "attribute" | "resource" | "either"; key: string };

export const logColumnNames = [
  "service",
  "level",
  "body",
  "trace",
  "span",
  "session",
  "template",
  "event",
  "scope",
] as const;
export type LogColumn = (typeof logColumnNames)[number];

export const logOperators = ["=", "!=", ">=", ">", "<=", "<"] as const;
export type LogOperator = (typeof logOperators)[number];

/** What a search asks of each record. `*` in a value of `=` and `!=` stands for any text. */
export type LogFilter =
  | { kind: "all" | "any"; parts: LogFilter[] }
  | { kind: "not"; part: LogFilter }
  /** The body holds this text, ignoring case. */
  | { kind: "text"; text: string }
  | { kind: "compare"; field: LogField; op: LogOperator; value: string };

const columnByName: Record<LogColumn, string> = {
  service: "service",
  level: "level",
  body: "body",
  trace: "trace_id",
  span: "span_id",
  session: "session_id",
  template: "template_id",
  event: "event_name",
  scope: "scope_name",
};

const conditionsMax = 64;
const textCharsMax = 1_024;

/** A condition with every name and value bound as a parameter. @throws invalid when it is too large or makes no sense */
export function logCondition(filter: LogFilter): { sql: string; params: Record<string, Param> } {
  const params: Record<string, Param> = {};
  let count = 0;
  const bind = (value: string): string => {
    if (value.length > textCharsMax)
      throw invalid(`A search's words have at most ${textCharsMax} characters`);
    const name = `q${Object.keys(params).length}`;
    params[name] = value;
    return `{${name}:String}`;
  };
  const compile = (part: LogFilter): string => {
    if (++count > conditionsMax) throw invalid(`A search has at most ${conditionsMax} conditions`);
    switch (part.kind) {
      case "all":
        return part.parts.length === 0 ? "1" : `(${part.parts.map(compile).join(" AND ")})`;
      case "any":
        return part.parts.length === 0 ? "0" : `(${part.parts.map(compile).join(" OR ")})`;
      case "not":
        return `NOT ${compile(part.part)}`;
      case "text":
        return `(lowerUTF8(body) LIKE ${bind(`%${escapeLike(part.text.toLowerCase())}%`)})`;
      case "compare":
        return `(${compare(part.field, part.op, part.value, bind)})`;
    }
  };
  return { sql: compile(filter), params };
}

/** @throws invalid when a filter is too large or makes no sense */
export function checkFilter(filter: LogFilter): void {
  logCondition(filter);
}

/** The fields' values as one list of texts, each cut after 200 characters. */
export function logValues(fields: readonly LogField[]): { sql: string; params: Record<string, Param> } {
  const params: Record<string, Param> = {};
  const bind = (value: string): string => {
    const name = `c${Object.keys(params).length}`;
    params[name] = value;
    return `{${name}:String}`;
  };
  const values = fields.map((field) => `substringUTF8(toString(${actualValue(field, bind)}), 1, 200)`);
  return { sql: `CAST([${values.join(", ")}] AS Array(String))`, params };
}

type Bind = (value: string) => string;

function compare(field: LogField, op: LogOperator, value: string, bind: Bind): string {
  if (field.kind === "column" && field.name === "level") return compareLevel(op, value, bind);
  if (field.kind === "column" && field.name === "body" && op === "=")
    return `lowerUTF8(body) LIKE ${bind(pattern(value.toLowerCase()))}`;
  const isIdentifier = field.kind === "column" && ["trace", "span", "template"].includes(field.name);
  if (value === "*" && (op === "=" || op === "!="))
    return op === "=" ? exists(field, bind) : `NOT (${exists(field, bind)})`;
  const actual = actualValue(field, bind);
  const wanted = isIdentifier ? value.toLowerCase() : value;
  switch (op) {
    case "=":
      if (wanted.includes("*")) return `${actual} LIKE ${bind(pattern(wanted))}`;
      // The index over all values skips the parts of the table that do not have it.
      return field.kind === "attribute" && wanted !== ""
        ? `has(mapValues(attributes), ${bind(wanted)}) AND ${actual} = ${bind(wanted)}`
        : `${actual} = ${bind(wanted)}`;
    case "!=":
      return wanted.includes("*")
        ? `${actual} NOT LIKE ${bind(pattern(wanted))}`
        : `${actual} != ${bind(wanted)}`;
    default: {
      const number = Number(wanted);
      if (wanted.trim() === "" || !Number.isFinite(number))
        throw invalid(`"${op}" compares numbers and levels, and "${value.slice(0, 80)}" is neither`);
      return `ifNull(toFloat64OrNull(${actual}) ${op} ${String(number)}, 0)`;
    }
  }
}

function actualValue(field: LogField, bind: Bind): string {
  if (field.kind === "column") return columnByName[field.name];
  const key = bind(field.key);
  if (field.kind === "attribute") return `attributes[${key}]`;
  if (field.kind === "resource") return `resource[${key}]`;
  return `if(mapContains(attributes, ${key}), attributes[${key}], resource[${key}])`;
}

function exists(field: LogField, bind: Bind): string {
  if (field.kind === "column") return `${columnByName[field.name]} != ''`;
  const key = bind(field.key);
  const own = `mapContains(attributes, ${key})`;
  const shared = `mapContains(resource, ${key})`;
  if (field.kind === "attribute") return own;
  return field.kind === "resource" ? shared : `${own} OR ${shared}`;
}

function compareLevel(op: LogOperator, value: string, bind: Bind): string {
  const rank = logLevels.indexOf(value.toLowerCase() as (typeof logLevels)[number]);
  if (rank < 0) throw invalid(`A level is one of ${logLevels.join(", ")}`);
  if (op === "=" || op === "!=") return `level ${op} ${bind(value.toLowerCase())}`;
  const among = logLevels.filter((_, other) =>
    op === ">=" ? other >= rank : op === ">" ? other > rank : op === "<=" ? other <= rank : other < rank,
  );
  return among.length === 0 ? "0" : `level IN (${among.map(bind).join(", ")})`;
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, "\\$&");

/** `*` stands for any text; everything else for itself. */
const pattern = (text: string): string => text.split("*").map(escapeLike).join("%");
