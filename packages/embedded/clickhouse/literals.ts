/**
 * Reads the text forms that ClickHouse clients send for query parameters and writes them back as SQL literals.
 * Scalars stay quoted text; the caller's one CAST to the declared type lets the engine do all conversions.
 */

const ESCAPES: Record<string, string> = {
  n: "\n",
  t: "\t",
  r: "\r",
  b: "\b",
  f: "\f",
  v: "\v",
  a: "\x07",
  e: "\x1b",
  "0": "\0",
};

/** Undoes backslash escapes (`\n`, `\'`, `\\`, `\xHH`); an unknown escape yields the character itself. */
export function unescapeText(text: string): string {
  if (!text.includes("\\")) return text;
  let out = "";
  for (let i = 0; i < text.length; i += 1) {
    const c = text[i] as string;
    if (c !== "\\" || i + 1 >= text.length) {
      out += c;
      continue;
    }
    i += 1;
    const next = text[i] as string;
    const hex = next === "x" ? /^[0-9A-Fa-f]{2}/.exec(text.slice(i + 1, i + 3))?.[0] : undefined;
    if (hex) {
      out += String.fromCharCode(Number.parseInt(hex, 16));
      i += 2;
    } else out += ESCAPES[next] ?? next;
  }
  return out;
}

/** A single-quoted SQL string whose content can only ever be data. */
export function quoteString(value: string): string {
  return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\0", "\\0").replaceAll("\n", "\\n")}'`;
}

/** A backquoted name whose content can only ever be a name. */
export function quoteName(value: string): string {
  return `\`${value.replaceAll("\\", "\\\\").replaceAll("`", "\\`").replaceAll("\0", "\\0")}\``;
}

export class BadLiteral extends Error {}

const MAX_DEPTH = 32;

/** Walks `[1,'a',NULL]`, `(1,'x')`, `{'k':1}` and rebuilds it with every scalar quoted. */
class NestedReader {
  #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): string {
    const out = this.#value(0);
    this.#blank();
    if (this.#at < this.#text.length) throw new BadLiteral(`unexpected text at position ${this.#at}`);
    return out;
  }

  #blank(): void {
    while (/\s/.test(this.#text[this.#at] ?? "x")) this.#at += 1;
  }

  #take(expected: string): boolean {
    this.#blank();
    if (this.#text[this.#at] !== expected) return false;
    this.#at += 1;
    return true;
  }

  #items(close: string, item: () => void): void {
    if (this.#take(close)) return;
    do item();
    while (this.#take(","));
    if (!this.#take(close)) throw new BadLiteral(`expected ${close} at position ${this.#at}`);
  }

  #value(depth: number): string {
    if (depth > MAX_DEPTH) throw new BadLiteral("nested too deeply");
    const parts: string[] = [];
    const add = () => parts.push(this.#value(depth + 1));
    if (this.#take("[")) {
      this.#items("]", add);
      return `[${parts.join(",")}]`;
    }
    if (this.#take("(")) {
      this.#items(")", add);
      return `tuple(${parts.join(",")})`;
    }
    if (this.#take("{")) {
      this.#items("}", () => {
        add();
        if (!this.#take(":")) throw new BadLiteral(`expected : at position ${this.#at}`);
        add();
      });
      return `map(${parts.join(",")})`;
    }
    return this.#scalar();
  }

  #scalar(): string {
    this.#blank();
    if (this.#text[this.#at] === "'") {
      let end = this.#at + 1;
      while (end < this.#text.length && this.#text[end] !== "'") end += this.#text[end] === "\\" ? 2 : 1;
      if (end >= this.#text.length) throw new BadLiteral("unterminated string");
      const inner = this.#text.slice(this.#at + 1, end);
      this.#at = end + 1;
      return quoteString(unescapeText(inner));
    }
    const start = this.#at;
    while (this.#at < this.#text.length && !",:[](){}'".includes(this.#text[this.#at] as string))
      this.#at += 1;
    const word = this.#text.slice(start, this.#at).trim();
    if (word === "") throw new BadLiteral(`expected a value at position ${start}`);
    if (word === "NULL" || word === "\\N") return "NULL";
    return quoteString(word);
  }
}

/** Renders the text of an Array, Tuple or Map parameter as an SQL expression of quoted scalars. */
export function renderNested(text: string): string {
  return new NestedReader(text).read();
}
