import { invalid } from "./errors.ts";

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const depthMax = 32;
const tokensMax = 200_000;

/**
 * Parses text from outside. Depth and size are counted before parsing, because `JSON.parse` itself
 * recurses; keys that would reach a prototype are refused.
 * @throws invalid
 */
export function parseJson(text: string): unknown {
  let depth = 0;
  let tokens = 0;
  let inText = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inText) {
      if (c === 92) i++;
      else if (c === 34) inText = false;
      continue;
    }
    if (c === 34) inText = true;
    else if (c === 123 || c === 91) {
      if (++depth > depthMax) throw invalid(`JSON nested deeper than ${depthMax} levels`);
    } else if (c === 125 || c === 93) depth--;
    else if (c === 44 && ++tokens > tokensMax) throw invalid(`JSON with more than ${tokensMax} elements`);
  }
  try {
    return JSON.parse(text, (key, value) => {
      if (key === "__proto__") throw new Error("forbidden key");
      return value;
    });
  } catch {
    throw invalid("Body is not valid JSON");
  }
}

/** JSON with sorted keys: equal values print equally, which hashes and signatures need. */
export function canonicalJson(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(",")}}`;
  }
  return JSON.stringify(value ?? null);
}

/**
 * Text as Postgres can keep it: no NUL characters, no halves of surrogate pairs. Both are legal in JSON from outside
 * and become the replacement character.
 */
export function storable(text: string): string {
  const whole = text.isWellFormed() ? text : text.toWellFormed();
  return whole.includes("\0") ? whole.replaceAll("\0", "\uFFFD") : whole;
}
