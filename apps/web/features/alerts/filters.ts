import { type Matcher, matcherText, readMatchers } from "@triops/domains/silences/rules";
import type { AlertFilters } from "./reads.ts";

/** What the address says; empty texts stand for "any". */
export type ListAddress = {
  state: string;
  severity: string;
  source: string;
  service: string;
  search: string;
  monitorId: string;
  /** Conditions as people write them: `job="node", host!~"a.*"`. */
  where: string;
};

export const stateOptions = [
  { value: "open", label: "Open" },
  { value: "heard", label: "Open, not silenced" },
  { value: "silenced", label: "Open, silenced" },
  { value: "resolved", label: "Resolved" },
  { value: "all", label: "All states" },
] as const;

const byState: Readonly<Record<string, AlertFilters>> = {
  open: { state: "open" },
  heard: { state: "open", silenced: "false" },
  silenced: { state: "open", silenced: "true" },
  resolved: { state: "resolved" },
};

/** Conditions of the address; those that cannot be read count as none. */
export function conditionsOf(where: string): Matcher[] {
  const matchers = readMatchers(where);
  return "fault" in matchers ? [] : matchers;
}

export const whereOf = (matchers: readonly Matcher[]): string => matchers.map(matcherText).join(", ");

/** The question to the API. */
export function filtersOf({ state, where, ...rest }: ListAddress): AlertFilters {
  const matchers = conditionsOf(where);
  return {
    ...byState[state],
    ...rest,
    ...(matchers.length > 0 ? { matchers: JSON.stringify(matchers) } : {}),
  };
}

export const isPlain = ({ severity, source, service, search, monitorId, where }: ListAddress): boolean =>
  [severity, source, service, search, monitorId, where].every((text) => text === "");

/** What these alerts have in common, as conditions of a silence; null when that is nothing. */
export function commonConditions(
  alerts: readonly { labels: Readonly<Record<string, string>> }[],
): Matcher[] | null {
  const [first, ...others] = alerts;
  if (!first) return null;
  const shared = Object.entries(first.labels).filter(
    ([name, value]) => value !== "" && others.every((alert) => alert.labels[name] === value),
  );
  if (shared.length === 0) return null;
  return shared.map(([name, value]) => ({ name, value, isRegex: false, isEqual: true }));
}
