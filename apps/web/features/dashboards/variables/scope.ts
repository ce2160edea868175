import { allMark } from "@triops/domains/dashboards/rules";
import type { Variable } from "@triops/domains/dashboards/schemas";

/** What a variable stands for now. */
export type Bound = {
  name: string;
  values: readonly string[];
  /** All of them are meant; `values` are then the options. */
  all: boolean;
  /** A regular expression instead of the options, when all are meant. */
  allValue: string;
};

/** Everything that `$name` may mean on a dashboard. */
export type Scope = {
  variables: ReadonlyMap<string, Bound>;
  /** Distance of two points, seconds. */
  intervalSeconds: number;
  fromMs: number;
  toMs: number;
};

/** Chosen in the address, else by the dashboard, else the first option. */
export function bindVariable(
  variable: Variable,
  linked: readonly string[] | null,
  options: readonly string[],
): Bound {
  const { name, kind, allValue, includeAll, multi } = variable;
  const bound = (values: readonly string[]): Bound => ({ name, values, all: false, allValue: "" });
  const everything: Bound = { name, values: options, all: true, allValue };
  if (linked && linked.length > 0) {
    if (includeAll && linked.includes(allMark)) return everything;
    return bound(multi ? linked : linked.slice(0, 1));
  }
  const chosen = variable.chosen.filter((value) => value !== allMark);
  if (kind === "constant" || kind === "text") return bound(chosen.length > 0 ? chosen.slice(0, 1) : [""]);
  if (includeAll && variable.chosen.includes(allMark)) return everything;
  const known = chosen.filter((value) => options.includes(value));
  if (known.length > 0) return bound(multi ? known : known.slice(0, 1));
  if (includeAll) return everything;
  return bound(options.slice(0, 1));
}

/** RE2 and Prometheus read these characters as more than themselves. */
export const escapeRegex = (text: string): string => text.replace(/[\\.+*?()|[\]{}^$]/g, "\\$&");

const asRegex = (bound: Bound): string => {
  if (bound.all) {
    if (bound.allValue !== "") return bound.allValue;
    if (bound.values.length === 0) return ".*";
  }
  const parts = bound.values.map(escapeRegex);
  return parts.length === 1 ? (parts[0] ?? "") : `(${parts.join("|")})`;
};

const asWords = (bound: Bound): string => (bound.all ? "All" : bound.values.join(" + "));

const isSeveral = (bound: Bound): boolean => bound.all || bound.values.length > 1;

/** The narrowest window over which rates are sure to see two samples; most senders send every 15 s. */
const scrapeSeconds = 15;
export const rateSeconds = (intervalSeconds: number): number =>
  Math.max(intervalSeconds + scrapeSeconds, 4 * scrapeSeconds);

/** Names that Triops and Grafana give by themselves. */
function builtIn(name: string, { intervalSeconds, fromMs, toMs }: Scope): string | undefined {
  const rangeSeconds = Math.max(1, Math.round((toMs - fromMs) / 1_000));
  switch (name) {
    case "__interval":
      return `${intervalSeconds}s`;
    case "__interval_ms":
      return String(intervalSeconds * 1_000);
    case "__rate_interval":
      return `${rateSeconds(intervalSeconds)}s`;
    case "__rate_interval_ms":
      return String(rateSeconds(intervalSeconds) * 1_000);
    case "__range":
      return `${rangeSeconds}s`;
    case "__range_s":
      return String(rangeSeconds);
    case "__range_ms":
      return String(rangeSeconds * 1_000);
    case "__from":
      return String(fromMs);
    case "__to":
      return String(toMs);
    default:
      return undefined;
  }
}

/** `$name`, `${name}`, `${name:format}`, `[[name]]`. */
const mention = /\$\{(\w+)(?::(\w+))?\}|\$(\w+)|\[\[(\w+)(?::\w+)?\]\]/g;

const nameIn = (groups: readonly (string | undefined)[]): string => groups[0] ?? groups[2] ?? groups[3] ?? "";

/** Names of the variables that a text mentions. */
export function mentioned(text: string): Set<string> {
  const names = new Set<string>();
  for (const [, ...groups] of text.matchAll(mention)) names.add(nameIn(groups));
  return names;
}

/** For titles, legends and texts. */
export function fillText(text: string, scope: Scope): string {
  return text.replace(mention, (whole, ...groups: (string | undefined)[]) => {
    const name = nameIn(groups);
    const bound = scope.variables.get(name);
    return bound ? asWords(bound) : (builtIn(name, scope) ?? whole);
  });
}

/** `label="$name"` with several values can only be meant as one of them. */
const wholeMatcher = /(!?=)(\s*)(["'])(\$\{\w+(?::\w+)?\}|\$\w+|\[\[\w+(?::\w+)?\]\])\3/g;

/**
 * PromQL with its variables filled in. Inside a regular expression values are escaped and joined as alternatives;
 * inside other texts they stand as they are; outside of texts (`[$__interval]`, `by ($label)`) they are plain words.
 */
export function fillPromql(query: string, scope: Scope): string {
  const widened = query.replace(
    wholeMatcher,
    (whole, op: string, gap: string, quote: string, name: string) => {
      const bound = scope.variables.get([...mentioned(name)][0] ?? "");
      if (!bound || !isSeveral(bound)) return whole;
      return `${op === "=" ? "=~" : "!~"}${gap}${quote}${name}${quote}`;
    },
  );
  let result = "";
  let at = 0;
  while (at < widened.length) {
    const quote = widened[at] ?? "";
    if (quote !== '"' && quote !== "'" && quote !== "`") {
      const next = nextQuote(widened, at);
      result += fillBare(widened.slice(at, next), scope);
      at = next;
      continue;
    }
    const end = closing(widened, at);
    const inner = widened.slice(at + 1, end);
    const isRegex = /[=!]~\s*$/.test(widened.slice(0, at));
    result += quote + fillQuoted(inner, quote, isRegex, scope) + widened.slice(end, end + 1);
    at = end + 1;
  }
  return result;
}

function nextQuote(text: string, from: number): number {
  for (let at = from; at < text.length; at++) if (/["'`]/.test(text[at] ?? "")) return at;
  return text.length;
}

function closing(text: string, open: number): number {
  const quote = text[open];
  for (let at = open + 1; at < text.length; at++) {
    if (text[at] === "\\" && quote !== "`") at++;
    else if (text[at] === quote) return at;
  }
  return text.length;
}

function fillBare(text: string, scope: Scope): string {
  return text.replace(mention, (whole, ...groups: (string | undefined)[]) => {
    const name = nameIn(groups);
    const bound = scope.variables.get(name);
    if (!bound) return builtIn(name, scope) ?? whole;
    return bound.values.join(",");
  });
}

function fillQuoted(text: string, quote: string, isRegex: boolean, scope: Scope): string {
  return text.replace(mention, (whole, ...groups: (string | undefined)[]) => {
    const name = nameIn(groups);
    const bound = scope.variables.get(name);
    if (!bound) return builtIn(name, scope) ?? whole;
    const format = groups[1];
    if (format === "raw") return bound.values.join(",");
    const plain =
      isRegex || format === "regex" || format === "pipe" ? asRegex(bound) : bound.values.join(",");
    // What stands between backticks is read as it is.
    if (quote === "`") return plain;
    return plain.replaceAll("\\", "\\\\").replaceAll(quote, `\\${quote}`);
  });
}

/** For searches of logs: values with blanks are put in quotes. */
export function fillLogs(query: string, scope: Scope): string {
  return query.replace(mention, (whole, ...groups: (string | undefined)[]) => {
    const bound = scope.variables.get(nameIn(groups));
    if (!bound) return whole;
    if (bound.all) return "*";
    const [only = ""] = bound.values;
    return /^[\w.:/-]+$/.test(only) ? only : `"${only.replaceAll('"', '\\"')}"`;
  });
}

/** The same scope where one variable stands for one value: a repeated panel. */
export function narrowed(scope: Scope, name: string, value: string): Scope {
  const variables = new Map(scope.variables);
  variables.set(name, { name, values: [value], all: false, allValue: "" });
  return { ...scope, variables };
}
