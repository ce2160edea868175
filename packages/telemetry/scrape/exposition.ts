/** Prometheus' text format 0.0.4 and OpenMetrics 1.0: prometheus.io/docs/instrumenting/exposition_formats. */
export type ExpositionFormat = "text" | "openmetrics";

export type ExpositionSink = {
  /** `series` is the text of name and labels as it stands, fit to be remembered; `timestampMs` is null for "now". */
  sample(series: string, value: number, timestampMs: number | null): void;
  type(family: string, type: string): void;
  unit(family: string, unit: string): void;
  help(family: string, help: string): void;
};

/** Names the line; nothing of such a page is stored, as Prometheus does it. */
export class ExpositionError extends Error {
  override name = "ExpositionError";
  constructor(line: number, message: string) {
    super(`Line ${line}: ${message}`);
  }
}

/** Of the formats' content types. */
export function formatOf(contentType: string | undefined): ExpositionFormat {
  return /^\s*application\/openmetrics-text\b/i.test(contentType ?? "") ? "openmetrics" : "text";
}

const newline = 10;
const tab = 9;
const space = 32;
const quote = 34;
const hash = 35;
const backslash = 92;
const open = 123;
const close = 125;

/** Walks a page line by line. @throws ExpositionError */
export function readExposition(text: string, format: ExpositionFormat, sink: ExpositionSink): void {
  let line = 0;
  let ended = false;
  for (let start = 0; start < text.length; ) {
    line++;
    let end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    let from = start;
    let to = text.charCodeAt(end - 1) === 13 && end > start ? end - 1 : end;
    start = end + 1;
    while (from < to && isBlank(text.charCodeAt(from))) from++;
    while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
    if (from === to) continue;
    if (ended) throw new ExpositionError(line, "text after # EOF");
    if (text.charCodeAt(from) === hash) {
      ended = readComment(text.slice(from, to), sink) && format === "openmetrics";
      continue;
    }
    readSample(text, from, to, format, line, sink);
  }
  if (format === "openmetrics" && !ended) throw new ExpositionError(line, "OpenMetrics must end with # EOF");
}

const isBlank = (code: number): boolean => code === space || code === tab;

/** @returns whether it is the end mark */
function readComment(text: string, sink: ExpositionSink): boolean {
  if (/^#\s*EOF$/.test(text)) return true;
  const match = /^#\s*(TYPE|UNIT|HELP)\s+("(?:[^"\\]|\\.)*"|\S+)(?:\s+(.*))?$/.exec(text);
  if (!match) return false;
  const [, keyword, name = "", rest = ""] = match;
  const family = name.startsWith('"') ? unescaped(name.slice(1, -1)) : name;
  if (keyword === "TYPE") sink.type(family, rest.trim().toLowerCase());
  else if (keyword === "UNIT") sink.unit(family, rest.trim());
  else sink.help(family, unescaped(rest));
  return false;
}

function readSample(
  text: string,
  from: number,
  to: number,
  format: ExpositionFormat,
  line: number,
  sink: ExpositionSink,
): void {
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === open || isBlank(code)) break;
    at++;
  }
  let seriesEnd = at;
  while (at < to && isBlank(text.charCodeAt(at))) at++;
  if (text.charCodeAt(at) === open) {
    at = afterBraces(text, at, to);
    if (at < 0) throw new ExpositionError(line, "labels without an end");
    seriesEnd = at;
  }
  while (at < to && isBlank(text.charCodeAt(at))) at++;
  let valueEnd = at;
  while (valueEnd < to && !isBlank(text.charCodeAt(valueEnd))) valueEnd++;
  const value = numberOf(text.slice(at, valueEnd));
  if (value === null) throw new ExpositionError(line, "a sample without a value");
  let rest = text.slice(valueEnd, to).trim();
  if (format === "openmetrics") {
    // An exemplar follows; it is not kept.
    const exemplar = rest.indexOf("#");
    if (exemplar >= 0) rest = rest.slice(0, exemplar).trim();
  }
  let timestampMs: number | null = null;
  if (rest !== "") {
    const given = numberOf(rest);
    if (given === null || !Number.isFinite(given))
      throw new ExpositionError(line, "a timestamp that is no number");
    timestampMs = format === "openmetrics" ? Math.round(given * 1_000) : Math.trunc(given);
  }
  sink.sample(text.slice(from, seriesEnd), value, timestampMs);
}

/** The place after the closing brace, with quoted values skipped; -1 when there is none. */
function afterBraces(text: string, from: number, to: number): number {
  let quoted = false;
  for (let at = from + 1; at < to; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === backslash) at++;
      else if (code === quote) quoted = false;
    } else if (code === quote) quoted = true;
    else if (code === close) return at + 1;
    else if (code === newline) return -1;
  }
  return -1;
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** As Go reads floats, without hexadecimals and underscores. */
function numberOf(text: string): number | null {
  if (decimal.test(text)) return Number(text);
  const special = /^([+-]?)(nan|inf(?:inity)?)$/i.exec(text);
  if (!special) return null;
  if (special[2]?.toLowerCase() === "nan") return Number.NaN;
  return special[1] === "-" ? -Infinity : Infinity;
}

function unescaped(text: string): string {
  if (!text.includes("\\")) return text;
  return text.replace(/\\(.)/g, (_whole, char: string) => (char === "n" ? "\n" : char));
}

const nameShape = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const labelShape = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const labelPart = /\s*(?:("(?:[^"\\]|\\.)*")|([^\s=,"{}]+))\s*(?:=\s*"((?:[^"\\]|\\.)*)")?\s*(,|$)/y;

export type SeriesLabels = { metric: string; labels: Map<string, string> };

/** Name and labels out of the text that `sample` gave; null when they are not such. Quoted UTF-8 names are. */
export function parseSeriesText(text: string): SeriesLabels | null {
  const brace = text.indexOf("{");
  let metric = (brace < 0 ? text : text.slice(0, brace)).trim();
  const labels = new Map<string, string>();
  if (metric !== "" && !nameShape.test(metric)) return null;
  if (brace >= 0) {
    const inside = text.slice(brace + 1, text.lastIndexOf("}")).trim();
    labelPart.lastIndex = 0;
    while (labelPart.lastIndex < inside.length) {
      const match = labelPart.exec(inside);
      if (!match) return null;
      const [, quoted, plain, value] = match;
      const name = quoted === undefined ? (plain ?? "") : unescaped(quoted.slice(1, -1));
      if (value === undefined) {
        // A quoted name inside the braces is the metric's.
        if (quoted === undefined || metric !== "") return null;
        metric = name;
        continue;
      }
      if (name === "" || labels.has(name) || (quoted === undefined && !labelShape.test(name))) return null;
      labels.set(name, unescaped(value));
    }
  }
  return metric === "" ? null : { metric, labels };
}
