import type { Format } from "ajv";
import { fullFormats } from "ajv-formats/dist/formats.js";
import { spend } from "./budget.ts";

/** Nothing that has one of these formats is longer; their expressions look twice at what they read. */
const charsMax = 2_048;
/** They hold any text, and are read once. */
const long = new Set(["byte", "binary", "password"]);
/** Would run the engine that patterns are kept from. */
const refused = new Set(["regex"]);

/** Formats by name, each checked within bounds. A format that is not here is a remark. */
export function boundedFormats(): Record<string, Format> {
  const bounded: Record<string, Format> = {};
  for (const [name, format] of Object.entries(fullFormats)) {
    const test = refused.has(name) ? undefined : testOf(format);
    if (test === undefined) continue;
    bounded[name] = (text: string) => {
      const { length } = text;
      if (!long.has(name) && length > charsMax) return false;
      spend(long.has(name) ? 1 + length / 64 : 1 + (length * length) / 64);
      return test(text);
    };
  }
  return bounded;
}

/** Of formats of texts; those of numbers only name a size. */
function testOf(format: unknown): ((text: string) => boolean) | undefined {
  if (format instanceof RegExp) return (text) => format.test(text);
  if (typeof format === "function") return (text) => Boolean(format(text));
  const defined = format as { type?: string; validate?: unknown };
  if (typeof format !== "object" || format === null || defined.type === "number") return undefined;
  return testOf(defined.validate);
}
