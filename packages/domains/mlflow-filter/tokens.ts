import { invalid } from "@triops/kernel/errors";

export type Token =
  /** An identifier as it was written: dots outside of quotes separate its parts. */
  | { kind: "name"; text: string; parts: string[]; at: number }
  | { kind: "text"; text: string; value: string; at: number }
  | { kind: "number"; text: string; value: number; at: number }
  | { kind: "operator"; text: string; at: number }
  | { kind: "punctuation"; text: "(" | ")" | ","; at: number };

const operators = ["!=", "<>", ">=", "<=", "==", "=", ">", "<"] as const;
const number = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?![\w.])/y;
/** What an unquoted part of a name may hold; the rest needs quotes. */
const bare = /[\p{L}\p{N}_$@:/#*-]+/uy;

/** A text may hold the quote itself, doubled. Null when it never ends. */
function quoted(source: string, at: number): { value: string; end: number } | null {
  const quote = source.charAt(at);
  let value = "";
  for (let position = at + 1; position < source.length; position++) {
    const char = source.charAt(position);
    if (char !== quote) value += char;
    else if (source.charAt(position + 1) === quote) {
      value += quote;
      position++;
    } else return { value, end: position + 1 };
  }
  return null;
}

const isQuote = (char: string) => char === "'" || char === '"' || char === "`";

function match(pattern: RegExp, source: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? null;
}

/** The parts of `a.b."c d"`, from `at` on; null when there is no name. */
function name(source: string, at: number): { parts: string[]; end: number } | null {
  const parts: string[] = [];
  let position = at;
  for (;;) {
    const char = source.charAt(position);
    if (isQuote(char)) {
      const found = quoted(source, position);
      if (!found) return null;
      parts.push(found.value);
      position = found.end;
    } else {
      const found = match(bare, source, position);
      if (found === null) return null;
      parts.push(found);
      position += found.length;
    }
    if (source.charAt(position) !== ".") return { parts, end: position };
    position++;
  }
}

/** @throws invalid, with MLflow's words */
export function tokenise(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const char = source.charAt(at);
    if (/\s/.test(char)) {
      at++;
      continue;
    }
    if (char === "(" || char === ")" || char === ",") {
      tokens.push({ kind: "punctuation", text: char, at });
      at++;
      continue;
    }
    const operator = operators.find((one) => source.startsWith(one, at));
    if (operator) {
      const text = operator === "==" ? "=" : operator === "<>" ? "!=" : operator;
      tokens.push({ kind: "operator", text, at });
      at += operator.length;
      continue;
    }
    if (isQuote(char)) {
      const found = quoted(source, at);
      if (!found) throw unfinished(source, at);
      if (source.charAt(found.end) !== ".") {
        tokens.push({ kind: "text", text: source.slice(at, found.end), value: found.value, at });
        at = found.end;
        continue;
      }
    }
    const digits = match(number, source, at);
    if (digits !== null) {
      tokens.push({ kind: "number", text: digits, value: Number(digits), at });
      at += digits.length;
      continue;
    }
    const found = name(source, at);
    if (!found) throw unfinished(source, at);
    tokens.push({ kind: "name", text: source.slice(at, found.end), parts: found.parts, at });
    at = found.end;
  }
  return tokens;
}

const unfinished = (source: string, at: number) =>
  invalid(`Invalid clause(s) in filter string: '${source.slice(at, at + 60)}'`);
