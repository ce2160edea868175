import { type Matcher, readMatchers } from "@triops/domains/silences/rules";
import { invalid } from "@triops/kernel/errors";

/** `filter` may be repeated; each holds one matcher, or several in braces. @throws invalid */
export function filtersOf(parameters: URLSearchParams): Matcher[] {
  return parameters.getAll("filter").flatMap((text) => {
    const matchers = readMatchers(text);
    if ("fault" in matchers) throw invalid(`bad matcher format: ${text}: ${matchers.fault}`);
    return matchers;
  });
}

/** @throws invalid */
export function flagOf(parameters: URLSearchParams, name: string): boolean {
  const text = parameters.get(name) ?? "true";
  if (/^(true|t|1)$/i.test(text)) return true;
  if (/^(false|f|0)$/i.test(text)) return false;
  throw invalid(`${name} must be true or false`);
}
