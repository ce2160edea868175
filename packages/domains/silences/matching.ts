import { invalid } from "@triops/kernel/errors";
import { compileMatcher } from "@triops/telemetry/promql/matchers";
import type { Matcher } from "./rules.ts";

export type Labels = Readonly<Record<string, string>>;

/** @throws invalid naming the pattern that is not RE2 */
export function compileMatchers(matchers: readonly Matcher[]): (labels: Labels) => boolean {
  const compiled = matchers.map((matcher, at) => {
    const { fault, matches } = compile(matcher);
    if (fault !== undefined) {
      throw invalid(`The pattern for ${matcher.name} is not valid: ${fault}`, [
        { path: `matchers.${at}.value`, message: fault },
      ]);
    }
    return { name: matcher.name, matches };
  });
  return (labels) => compiled.every(({ name, matches }) => matches(labels[name] ?? ""));
}

const compile = ({ name, value, isRegex, isEqual }: Matcher) =>
  compileMatcher({ label: name, value, op: isRegex ? (isEqual ? "=~" : "!~") : isEqual ? "=" : "!=" });

/**
 * What only tests for the absence of labels would silence nearly everything: Alertmanager refuses it, and so do we.
 * @throws invalid
 */
export function checkMatchers(matchers: readonly Matcher[]): void {
  compileMatchers(matchers);
  if (matchers.every((matcher) => compile(matcher).matches(""))) {
    const message = "At least one condition must not hold for a missing label";
    throw invalid(message, [{ path: "matchers", message }]);
  }
}
