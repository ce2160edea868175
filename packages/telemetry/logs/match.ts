import { logLevels } from "../otlp/log-model.ts";
import type { LogRow } from "../tables/logs.ts";
import { checkFilter, type LogColumn, type LogField, type LogFilter } from "./filter.ts";

/** What of a record a filter may ask for. */
export type MatchableLog = Pick<
  LogRow,
  | "service"
  | "level"
  | "body"
  | "traceId"
  | "spanId"
  | "sessionId"
  | "templateId"
  | "eventName"
  | "scopeName"
  | "attributes"
  | "resource"
>;

type Test = (log: MatchableLog) => boolean;

const readers: Record<LogColumn, (log: MatchableLog) => string> = {
  service: (log) => log.service,
  level: (log) => log.level,
  body: (log) => log.body,
  trace: (log) => log.traceId,
  span: (log) => log.spanId,
  session: (log) => log.sessionId,
  template: (log) => log.templateId,
  event: (log) => log.eventName,
  scope: (log) => log.scopeName,
};

/** The same answer as `logCondition` gives inside the store, for a record at hand. @throws invalid as that does */
export function logMatcher(filter: LogFilter): Test {
  checkFilter(filter);
  return compile(filter);
}

/** The value of a field, as a list shows it; empty when there is none. */
export function logValue(log: MatchableLog, field: LogField): string {
  if (field.kind === "column") return readers[field.name](log);
  const own = field.kind === "resource" ? undefined : textOf(log.attributes, field.key);
  return own ?? (field.kind === "attribute" ? undefined : textOf(log.resource, field.key)) ?? "";
}

const textOf = (pairs: MatchableLog["attributes"], key: string): string | undefined =>
  pairs.find(([name]) => name === key)?.[1];

function compile(filter: LogFilter): Test {
  switch (filter.kind) {
    case "all": {
      const tests = filter.parts.map(compile);
      return (log) => tests.every((test) => test(log));
    }
    case "any": {
      const tests = filter.parts.map(compile);
      return (log) => tests.some((test) => test(log));
    }
    case "not": {
      const test = compile(filter.part);
      return (log) => !test(log);
    }
    case "text": {
      const text = filter.text.toLowerCase();
      return (log) => log.body.toLowerCase().includes(text);
    }
    case "compare":
      return compare(filter.field, filter.op, filter.value);
  }
}

function compare(field: LogField, op: (LogFilter & { kind: "compare" })["op"], value: string): Test {
  if (field.kind === "column" && field.name === "level") return compareLevel(op, value);
  if (field.kind === "column" && field.name === "body" && op === "=") {
    const fits = patternOf(value.toLowerCase());
    return (log) => fits(log.body.toLowerCase());
  }
  const isIdentifier = field.kind === "column" && ["trace", "span", "template"].includes(field.name);
  const wanted = isIdentifier ? value.toLowerCase() : value;
  if (op === "=" || op === "!=") {
    const is = op === "=";
    if (wanted === "*") return (log) => has(log, field) === is;
    const fits = patternOf(wanted);
    return (log) => fits(logValue(log, field)) === is;
  }
  const limit = Number(wanted);
  const holds = order[op];
  return (log) => {
    const text = logValue(log, field);
    return numeric.test(text) && holds(Number(text), limit);
  };
}

/** What the store reads as a number: no spaces around it, no hexadecimal. */
const numeric = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const order = {
  ">=": (a: number, b: number) => a >= b,
  ">": (a: number, b: number) => a > b,
  "<=": (a: number, b: number) => a <= b,
  "<": (a: number, b: number) => a < b,
} as const;

function has(log: MatchableLog, field: LogField): boolean {
  if (field.kind === "column") return readers[field.name](log) !== "";
  const own = field.kind !== "resource" && textOf(log.attributes, field.key) !== undefined;
  return own || (field.kind !== "attribute" && textOf(log.resource, field.key) !== undefined);
}

function compareLevel(op: (LogFilter & { kind: "compare" })["op"], value: string): Test {
  const wanted = value.toLowerCase();
  if (op === "=" || op === "!=") return (log) => (log.level === wanted) === (op === "=");
  const rank = logLevels.indexOf(wanted as (typeof logLevels)[number]);
  const holds = order[op];
  return (log) => log.level !== "" && holds(logLevels.indexOf(log.level), rank);
}

/** `*` stands for any text. The parts are looked for one after another, so no text makes it slow. */
function patternOf(pattern: string): (text: string) => boolean {
  const parts = pattern.split("*");
  if (parts.length === 1) return (text) => text === pattern;
  const first = parts[0] as string;
  const last = parts.at(-1) as string;
  const middle = parts.slice(1, -1);
  return (text) => {
    if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last))
      return false;
    let at = first.length;
    const end = text.length - last.length;
    for (const part of middle) {
      const found = text.indexOf(part, at);
      if (found < 0 || found + part.length > end) return false;
      at = found + part.length;
    }
    return true;
  };
}
