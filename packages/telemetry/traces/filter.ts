import { invalid } from "@triops/kernel/errors";
import type { Param } from "../client/question.ts";
import { spanKinds, spanStatuses } from "../otlp/span-model.ts";
import type { SearchField, SearchFilter, SearchOperator } from "../search-filter.ts";
import { durationNs } from "./duration.ts";

export const spanColumnNames = [
  "service",
  "operation",
  "kind",
  "status",
  "message",
  "duration",
  "trace",
  "span",
  "parent",
  "session",
  "scope",
  "event",
] as const;
export type SpanColumn = (typeof spanColumnNames)[number];
export type SpanField = SearchField<SpanColumn>;

/**
 * What a search asks of each span. Text is looked for in the operation and the status message, ignoring case, and in
 * values of attributes as whole words. `*` in a value of `=` and `!=` stands for any text.
 */
export type SpanFilter = SearchFilter<SpanColumn>;

const columnByName: Record<Exclude<SpanColumn, "duration" | "event">, string> = {
  service: "service",
  operation: "name",
  kind: "kind",
  status: "status",
  message: "status_message",
  trace: "trace_id",
  span: "span_id",
  parent: "parent_span_id",
  session: "session_id",
  scope: "scope_name",
};

const conditionsMax = 64;
const textCharsMax = 1_024;

type Bind = (value: string) => string;

/** A condition with every name and value bound as a parameter. @throws invalid when it is too large or makes no sense */
export function spanCondition(filter: SpanFilter): { sql: string; params: Record<string, Param> } {
  const { alternatives, params } = spanAlternatives(filter, false);
  return { sql: alternatives[0] ?? "1", params };
}

/**
 * The same as conditions of which at most one holds for a span. Words are looked for in two places, and ClickHouse
 * uses the index of the one only when the other is asked apart: tens of milliseconds instead of a second.
 */
export function spanAlternatives(
  filter: SpanFilter,
  apart = true,
): { alternatives: string[]; params: Record<string, Param> } {
  const params: Record<string, Param> = {};
  let count = 0;
  const bind: Bind = (value) => {
    if (value.length > textCharsMax)
      throw invalid(`A search's words have at most ${textCharsMax} characters`);
    const name = `q${Object.keys(params).length}`;
    params[name] = value;
    return `{${name}:String}`;
  };
  const compile = (part: SpanFilter): string => {
    if (++count > conditionsMax) throw invalid(`A search has at most ${conditionsMax} conditions`);
    switch (part.kind) {
      case "all":
        return part.parts.length === 0 ? "1" : `(${part.parts.map(compile).join(" AND ")})`;
      case "any":
        return part.parts.length === 0 ? "0" : `(${part.parts.map(compile).join(" OR ")})`;
      case "not":
        return `NOT ${compile(part.part)}`;
      case "text": {
        const { own, inAttributes } = text(part.text, bind);
        return inAttributes === undefined ? `(${own})` : `(${own} OR ${inAttributes})`;
      }
      case "compare":
        return `(${compare(part.field, part.op, part.value, bind)})`;
    }
  };
  const parts = filter.kind === "all" ? filter.parts : [filter];
  const texts = parts.filter((part) => part.kind === "text");
  const [words] = texts;
  if (!apart || words === undefined || texts.length > 1) return { alternatives: [compile(filter)], params };
  const { own, inAttributes } = text(words.text, bind);
  const others = parts.filter((part) => part !== words).map((part) => ` AND ${compile(part)}`);
  const rest = others.join("");
  return {
    alternatives: [
      `(${own})${rest}`,
      ...(inAttributes === undefined ? [] : [`${inAttributes} AND NOT (${own})${rest}`]),
    ],
    params,
  };
}

/** Where words are looked for: the span's own texts as any part of them, attributes by whole words. */
function text(wanted: string, bind: Bind): { own: string; inAttributes?: string } {
  const like = bind(`%${escapeLike(wanted.toLowerCase())}%`);
  const own = `lowerUTF8(name) LIKE ${like} OR lowerUTF8(status_message) LIKE ${like}`;
  const words = wanted.toLowerCase().match(/[\p{L}\p{N}]+/gu);
  if (!words) return { own };
  const all = `hasAllTokens(mapValues(attributes), ${bind(words.join(" "))})`;
  if (words.length === 1 && words[0] === wanted.toLowerCase()) return { own, inAttributes: all };
  // The index finds the words, the values say whether they stand together.
  const together = `arrayExists(v -> lowerUTF8(v) LIKE ${like}, mapValues(attributes))`;
  return { own, inAttributes: `(${all} AND ${together})` };
}

function compare(field: SpanField, op: SearchOperator, value: string, bind: Bind): string {
  if (field.kind === "column") {
    switch (field.name) {
      case "duration":
        return `duration_ns ${op} ${durationNs(value)}`;
      case "status":
        return oneOf("status", spanStatuses, op, value, bind);
      case "kind":
        return oneOf("kind", spanKinds, op, value, bind);
      case "event":
        return compareEvent(op, value, bind);
      case "trace":
      case "span":
      case "parent":
        return compareText(columnByName[field.name], op, value.toLowerCase(), bind);
      default:
        return compareText(columnByName[field.name], op, value, bind);
    }
  }
  const key = bind(field.key);
  const own = `attributes[${key}]`;
  const shared = `resource[${key}]`;
  if (value === "*" && isEquality(op)) {
    const parts = [
      ...(field.kind === "resource" ? [] : [`mapContains(attributes, ${key})`]),
      ...(field.kind === "attribute" ? [] : [`mapContains(resource, ${key})`]),
    ];
    return op === "=" ? parts.join(" OR ") : `NOT (${parts.join(" OR ")})`;
  }
  if (field.kind === "attribute") return compareText(own, op, value, bind);
  if (field.kind === "resource") return compareText(shared, op, value, bind);
  // Written so that the indexes of both can be used.
  return (
    `${compareText(own, op, value, bind)} AND mapContains(attributes, ${key}) ` +
    `OR ${compareText(shared, op, value, bind)} AND NOT mapContains(attributes, ${key})`
  );
}

const isEquality = (op: SearchOperator): boolean => op === "=" || op === "!=";

function oneOf(
  column: string,
  known: readonly string[],
  op: SearchOperator,
  value: string,
  bind: Bind,
): string {
  const wanted = value.toLowerCase();
  if (!isEquality(op) || !known.includes(wanted))
    throw invalid(`The ${column} of a span is one of ${known.join(", ")}`);
  return `${column} ${op} ${bind(wanted)}`;
}

function compareEvent(op: SearchOperator, value: string, bind: Bind): string {
  if (!isEquality(op)) throw invalid('Events are compared with "=" and "!="');
  const has =
    value === "*"
      ? "notEmpty(event_names)"
      : value.includes("*")
        ? `arrayExists(e -> e LIKE ${bind(pattern(value))}, event_names)`
        : `has(event_names, ${bind(value)})`;
  return op === "=" ? has : `NOT ${has}`;
}

function compareText(actual: string, op: SearchOperator, value: string, bind: Bind): string {
  if (isEquality(op)) {
    if (value === "*") return `${actual} ${op === "=" ? "!=" : "="} ''`;
    if (!value.includes("*")) return `${actual} ${op} ${bind(value)}`;
    return `${actual} ${op === "=" ? "LIKE" : "NOT LIKE"} ${bind(pattern(value))}`;
  }
  const number = Number(value);
  if (value.trim() === "" || !Number.isFinite(number))
    throw invalid(`"${op}" compares durations and numbers, and "${value.slice(0, 80)}" is neither`);
  return `ifNull(toFloat64OrNull(${actual}) ${op} ${String(number)}, 0)`;
}

const escapeLike = (plain: string): string => plain.replace(/[\\%_]/g, "\\$&");

/** `*` stands for any text; everything else for itself. */
const pattern = (plain: string): string => plain.split("*").map(escapeLike).join("%");
