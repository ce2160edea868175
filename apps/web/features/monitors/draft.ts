import type { Aggregate } from "@triops/domains/metrics/aggregates";
import type { LabelFilter } from "@triops/domains/metrics/schemas";
import type { Condition, Monitor, MonitorKind, Signal } from "@triops/domains/monitors/schemas";
import type { Severity } from "@triops/domains/severity";
import type { WatchedQuery } from "./watched-query.ts";

/** A monitor while it is being written; numbers are text until they are numbers. */
export type Draft = {
  name: string;
  description: string;
  severity: Severity;
  signal: Signal;
  kind: MonitorKind;
  op: ">" | ">=" | "<" | "<=";
  value: string;
  /** Where it counts as over; empty when that is the limit itself. */
  recoverValue: string;
  forMinutes: string;
  sensitivity: "low" | "medium" | "high";
  direction: "both" | "above" | "below";
  afterMinutes: string;
};

export const signalAggregates = [
  "avg",
  "min",
  "max",
  "sum",
  "count",
  "rate",
  "increase",
] as const satisfies Aggregate[];
type SignalAggregate = (typeof signalAggregates)[number];

const blank: Draft = {
  name: "",
  description: "",
  severity: "sev3",
  signal: { metric: "", filters: [], groupBy: [], aggregate: "avg", combine: false },
  kind: "anomaly",
  op: ">",
  value: "",
  recoverValue: "",
  forMinutes: "0",
  sensitivity: "medium",
  direction: "both",
  afterMinutes: "5",
};

/** A new monitor, perhaps begun from what the explorer shows. */
export function newDraft(from: {
  metric?: string;
  filters?: LabelFilter[];
  groupBy?: string[];
  aggregate?: string;
  combine?: boolean;
  query?: WatchedQuery;
}): Draft {
  if (from.query) {
    const { promql, limit } = from.query;
    return {
      ...blank,
      name: promql.slice(0, 120),
      signal: { ...blank.signal, promql },
      ...(limit ? { kind: "threshold", op: limit.op, value: String(limit.value) } : {}),
    };
  }
  const aggregate = signalAggregates.find((known) => known === from.aggregate) ?? "avg";
  const { metric = "", filters = [], groupBy = [], combine = false } = from;
  return {
    ...blank,
    name: metric,
    signal: { ...blank.signal, metric, filters, groupBy, aggregate, combine },
  };
}

export function draftOf(monitor: Monitor): Draft {
  const { name, description, severity, signal, condition } = monitor;
  const draft: Draft = { ...blank, name, description, severity, signal, kind: condition.kind };
  if (condition.kind === "threshold") {
    const { op, value, recoverValue, forMinutes } = condition;
    const recover = recoverValue === undefined ? "" : String(recoverValue);
    return { ...draft, op, value: String(value), recoverValue: recover, forMinutes: String(forMinutes) };
  }
  if (condition.kind === "anomaly") {
    const { sensitivity, direction, forMinutes } = condition;
    return { ...draft, sensitivity, direction, forMinutes: String(forMinutes) };
  }
  return { ...draft, afterMinutes: String(condition.afterMinutes) };
}

/** The condition, or null while a number is missing. */
export function conditionOf(draft: Draft): Condition | null {
  const forMinutes = wholeNumber(draft.forMinutes);
  if (draft.kind === "absence") {
    const afterMinutes = wholeNumber(draft.afterMinutes);
    return afterMinutes === null || afterMinutes < 1 ? null : { kind: "absence", afterMinutes };
  }
  if (forMinutes === null) return null;
  if (draft.kind === "anomaly") {
    return { kind: "anomaly", sensitivity: draft.sensitivity, direction: draft.direction, forMinutes };
  }
  const value = decimal(draft.value);
  if (value === null) return null;
  const rule = { kind: "threshold", op: draft.op, value, forMinutes } as const;
  if (draft.recoverValue.trim() === "") return rule;
  const recoverValue = decimal(draft.recoverValue);
  return recoverValue === null ? null : { ...rule, recoverValue };
}

/** True once it is said what is watched. */
export const isChosen = ({ metric, promql }: Signal): boolean =>
  metric !== "" || (promql ?? "").trim() !== "";

/** The signal as the API takes it: a metric or a query. */
export function signalOf({ signal }: Draft): Signal {
  const { promql, ...selection } = signal;
  return promql === undefined ? selection : { ...blank.signal, promql: promql.trim() };
}

export const isSignalAggregate = (aggregate: Aggregate): aggregate is SignalAggregate =>
  (signalAggregates as readonly Aggregate[]).includes(aggregate);

function decimal(text: string): number | null {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}

function wholeNumber(text: string): number | null {
  const value = Number(text);
  return text.trim() !== "" && Number.isInteger(value) && value >= 0 && value <= 1440 ? value : null;
}
