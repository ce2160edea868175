import type { Comparison, GateChecks, Signature } from "../models/schemas.ts";
import { incompatibilities } from "./compare-signatures.ts";
import type { Check } from "./schemas.ts";

/** What is known of a version when it is judged. */
export type Evidence = {
  version: number;
  /** Null when there is none, with the reason. */
  signature: Signature | null;
  missing: string | null;
  metrics: Readonly<Record<string, number>>;
};

export type Smoke = Pick<Check, "state" | "detail" | "evidence">;

/** Every check of a gate, in the order in which people read them. `champion` is null while nothing is there. */
export function judge(
  gate: GateChecks,
  candidate: Evidence,
  champion: Evidence | null,
  smoke: Smoke,
): Check[] {
  return [
    signatureCheck(gate, candidate, champion),
    metricsCheck(gate, candidate),
    ...(gate.comparison ? [comparisonCheck(gate.comparison, candidate, champion)] : []),
    { name: "smoke", required: gate.requireSmoke, ...smoke },
  ];
}

/** The checks of a gate before anything is known; a trial that passed belongs to the version and stays. */
export function pendingChecks(gate: GateChecks, trial: Smoke | null): Check[] {
  const running = { state: "running", detail: "Waiting for its turn", evidence: {} } as const;
  return [
    { name: "signature", required: gate.requireSignature, ...running },
    { name: "metrics", required: gate.requiredMetrics.length > 0, ...running },
    ...(gate.comparison ? [{ name: "comparison", required: true, ...running } as const] : []),
    { name: "smoke", required: gate.requireSmoke, ...(trial?.state === "passed" ? trial : running) },
  ];
}

function signatureCheck(gate: GateChecks, candidate: Evidence, champion: Evidence | null): Check {
  const about = { name: "signature", required: gate.requireSignature } as const;
  const failed = gate.requireSignature ? "failed" : "not_run";
  if (!candidate.signature?.inputs) {
    const detail = candidate.missing ?? "It was logged without a signature";
    return { ...about, state: failed, detail, evidence: {} };
  }
  if (!champion?.signature) {
    const detail = champion
      ? `Version ${champion.version}, which it follows, has no signature to compare with`
      : "It has one; there is no version before it to compare with";
    return { ...about, state: "passed", detail, evidence: {} };
  }
  const faults = incompatibilities(champion.signature, candidate.signature);
  const evidence = { against: champion.version, faults };
  return faults.length === 0
    ? { ...about, state: "passed", detail: `Takes what version ${champion.version} takes`, evidence }
    : { ...about, required: true, state: "failed", detail: sentence(faults), evidence };
}

const sentence = (faults: readonly string[]): string => {
  const shown = faults.slice(0, 5).join("; ");
  const text = faults.length > 5 ? `${shown}; and ${faults.length - 5} more` : shown;
  return text.charAt(0).toUpperCase() + text.slice(1);
};

function metricsCheck(gate: GateChecks, candidate: Evidence): Check {
  const wanted = gate.requiredMetrics;
  const missing = wanted.filter((key) => !isNumber(candidate.metrics[key]));
  const about = { name: "metrics", required: wanted.length > 0 } as const;
  const evidence = Object.fromEntries(wanted.map((key) => [key, candidate.metrics[key] ?? null]));
  if (wanted.length === 0) return { ...about, state: "passed", detail: "None are asked for", evidence };
  return missing.length === 0
    ? { ...about, state: "passed", detail: `It has ${wanted.join(", ")}`, evidence }
    : { ...about, state: "failed", detail: `It has no ${missing.join(", ")}`, evidence };
}

const isNumber = (value: number | undefined): value is number =>
  value !== undefined && Number.isFinite(value);

function comparisonCheck(comparison: Comparison, candidate: Evidence, champion: Evidence | null): Check {
  const { metric, direction } = comparison;
  const about = { name: "comparison", required: true } as const;
  const own = candidate.metrics[metric];
  const other = champion?.metrics[metric];
  const evidence = {
    metric,
    direction,
    candidate: own ?? null,
    champion: other ?? null,
    championVersion: champion?.version ?? null,
    margin: comparison.margin,
    marginKind: comparison.marginKind,
  };
  if (!isNumber(own)) return { ...about, state: "failed", detail: `It has no ${metric}`, evidence };
  if (!champion) {
    return { ...about, state: "passed", detail: "There is no version before it to compare with", evidence };
  }
  if (!isNumber(other)) {
    const detail = `Version ${champion.version} has no ${metric} to compare with`;
    return { ...about, state: "failed", detail, evidence };
  }
  const holds = asGoodAs(comparison, own, other);
  const word = holds ? "as good as" : "worse than";
  const detail = `${metric} ${shown(own)} is ${word} ${shown(other)} of version ${champion.version} (${direction} is better${marginWords(comparison)})`;
  return { ...about, state: holds ? "passed" : "failed", detail, evidence };
}

/** Whether it is better, the same, or worse by no more than the margin; a relative margin is a part of the other value. */
export function asGoodAs(comparison: Comparison, own: number, other: number): boolean {
  const allowed =
    comparison.marginKind === "relative" ? Math.abs(other) * comparison.margin : comparison.margin;
  return comparison.direction === "higher" ? own >= other - allowed : own <= other + allowed;
}

const marginWords = ({ margin, marginKind }: Comparison): string =>
  margin === 0
    ? ""
    : `, ${marginKind === "relative" ? `${shown(margin * 100)} %` : shown(margin)} may be lost`;

const shown = (value: number): string => String(Number(value.toPrecision(6)));
