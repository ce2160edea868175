import { RE2JS } from "re2js";
import { spend } from "./budget.ts";

/** Instructions of a compiled pattern. */
const programMax = 1_000;

/** A pattern that cannot be used; said in words. */
export class PatternFault extends Error {}

/** What the compiler asks of a pattern. Its text tells patterns apart, as a regular expression's does. */
export type SafePattern = { test(text: string): boolean; toString(): string };

/**
 * A pattern of a schema (ECMA-262's syntax) in linear time. Looking around and back is what RE2 leaves out.
 * @throws PatternFault
 */
export function safePattern(source: string): SafePattern {
  try {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(source));
    const size = compiled.programSize();
    if (size > programMax) throw new Error("it is too large: its repetitions multiply");
    return {
      test(text) {
        spend(1 + Math.ceil((text.length * size) / 128));
        return compiled.test(text);
      },
      toString: () => `/${source}/`,
    };
  } catch (error) {
    const why = error instanceof Error ? error.message.replace("error parsing regexp: ", "") : "";
    throw new PatternFault(`The pattern "${source.slice(0, 200)}" cannot be used: ${why}`);
  }
}
