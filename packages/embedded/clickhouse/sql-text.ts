/**
 * A tokenizer just good enough to route a statement: it knows where strings, quoted names and comments
 * end, so that a word inside one of them is never mistaken for SQL. It does not check grammar; the engine does.
 */
export type TokenKind = "word" | "number" | "string" | "quoted" | "parameter" | "symbol";

export interface Token {
  kind: TokenKind;
  /** Raw text as written, quotes included. */
  text: string;
  /** Upper-cased word, otherwise the raw text. */
  upper: string;
  /** Character offsets into the statement. */
  start: number;
  end: number;
  /** Number of parentheses and brackets open before this token. */
  depth: number;
}

const WORD = /[A-Za-z_\u0080-\uffff][A-Za-z0-9_$\u0080-\uffff]*/y;
const NUMBER = /\d[A-Za-z0-9_.]*(?:(?<=[eEpP])[+-]\d+)?/y;
const PARAMETER = /\{\s*[A-Za-z_][A-Za-z0-9_]*\s*:[^{}]*\}/y;
const HEREDOC = /\$[A-Za-z0-9_]*\$/y;

function matchAt(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(sql)?.[0];
}

/** Index just after the closing quote; doubled quotes and backslash escapes stay inside. */
function quotedEnd(sql: string, at: number): number {
  const quote = sql[at];
  let i = at + 1;
  while (i < sql.length) {
    const c = sql[i];
    if (c === "\\") i += 2;
    else if (c === quote) {
      if (sql[i + 1] !== quote) return i + 1;
      i += 2;
    } else i += 1;
  }
  return sql.length;
}

/** Index of the next character that is neither white space nor comment. */
function skipBlank(sql: string, from: number): number {
  let i = from;
  while (i < sql.length) {
    const c = sql.charCodeAt(i);
    if (c <= 32) i += 1;
    else if (sql.startsWith("--", i) || sql.startsWith("#!", i) || sql.startsWith("# ", i)) {
      const eol = sql.indexOf("\n", i);
      i = eol < 0 ? sql.length : eol + 1;
    } else if (sql.startsWith("/*", i)) {
      const close = sql.indexOf("*/", i + 2);
      i = close < 0 ? sql.length : close + 2;
    } else break;
  }
  return i;
}

function tokenEnd(sql: string, start: number): { kind: TokenKind; end: number } {
  const c = sql[start] as string;
  if (c === "'") return { kind: "string", end: quotedEnd(sql, start) };
  if (c === '"' || c === "`") return { kind: "quoted", end: quotedEnd(sql, start) };
  const word = matchAt(WORD, sql, start);
  if (word) return { kind: "word", end: start + word.length };
  const number = matchAt(NUMBER, sql, start);
  if (number) return { kind: "number", end: start + number.length };
  const parameter = c === "{" ? matchAt(PARAMETER, sql, start) : undefined;
  if (parameter) return { kind: "parameter", end: start + parameter.length };
  const heredoc = c === "$" ? matchAt(HEREDOC, sql, start) : undefined;
  if (heredoc) {
    const close = sql.indexOf(heredoc, start + heredoc.length);
    return { kind: "string", end: close < 0 ? sql.length : close + heredoc.length };
  }
  return { kind: "symbol", end: start + 1 };
}

/** Lazily yields tokens, so that a caller can stop before inline data that is not SQL. */
export function* tokens(sql: string): Generator<Token, void, void> {
  let at = skipBlank(sql, 0);
  let depth = 0;
  while (at < sql.length) {
    const { kind, end } = tokenEnd(sql, at);
    const text = sql.slice(at, end);
    if (text === ")" || text === "]") depth = Math.max(0, depth - 1);
    yield { kind, text, upper: kind === "word" ? text.toUpperCase() : text, start: at, end, depth };
    if (text === "(" || text === "[") depth += 1;
    at = skipBlank(sql, end);
  }
}
