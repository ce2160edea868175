import { RE2JS } from "re2js";
import type { Matcher } from "./ast.ts";

export type CompiledMatcher = {
  /** Why the pattern is not RE2, if it is not. */
  fault: string | undefined;
  matches(value: string): boolean;
};

/** The pattern of `=~` holds for the whole value, and `.` for line breaks too, as in Prometheus 3. */
export const wholeValue = (pattern: string) => `^(?s:${pattern})$`;

/** RE2, so that no pattern of a person's can take for ever. */
export function compilePattern(pattern: string): RE2JS | { fault: string } {
  try {
    RE2JS.compile(pattern);
    return RE2JS.compile(wholeValue(pattern));
  } catch (error) {
    return {
      fault: error instanceof Error ? error.message.replace(/^error parsing regexp: /, "") : String(error),
    };
  }
}

export function compileMatcher(matcher: Matcher): CompiledMatcher {
  const { op, value: wanted } = matcher;
  if (op === "=") return { fault: undefined, matches: (value) => value === wanted };
  if (op === "!=") return { fault: undefined, matches: (value) => value !== wanted };
  const pattern = compilePattern(wanted);
  if ("fault" in pattern) return { fault: pattern.fault, matches: () => false };
  const expected = op === "=~";
  return { fault: undefined, matches: (value) => pattern.matcher(value).find() === expected };
}

export const matchesEmpty = (matcher: Matcher): boolean => compileMatcher(matcher).matches("");

/** Tells whether a series fits all matchers; a label it does not have is the empty text. */
export function matchAll(matchers: readonly Matcher[]): (labelOf: (name: string) => string) => boolean {
  const compiled = matchers.map((matcher) => ({ label: matcher.label, ...compileMatcher(matcher) }));
  return (labelOf) => compiled.every(({ label, matches }) => matches(labelOf(label)));
}
