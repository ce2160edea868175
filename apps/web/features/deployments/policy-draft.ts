/** What the form of a rollout holds; texts, as they are typed. */
export type PolicyDraft = {
  /** "5, 25, 100": per cent of requests, step by step. */
  steps: string;
  minutes: string;
  samplesMin: string;
  onBreach: "rollback" | "pause";
  /** Null leaves the guard out. */
  errorIncrease: string | null;
  latencyRatio: string | null;
  outputDistance: string | null;
};

/** As the API's own defaults. */
export const defaultPolicy: PolicyDraft = {
  steps: "5, 25, 100",
  minutes: "10",
  samplesMin: "100",
  onBreach: "rollback",
  errorIncrease: "1",
  latencyRatio: "1.5",
  outputDistance: "0.15",
};

const weightsIn = (text: string): number[] =>
  text
    .split(/[,;→>\s]+/)
    .filter((part) => part !== "" && part !== "%")
    .map((part) => Number(part.replace("%", "")));

const between = (text: string, low: number, high: number): boolean =>
  text.trim() !== "" && Number(text) >= low && Number(text) <= high;

/** Why it cannot be sent, or undefined. The API has the last word. */
export function policyFault(draft: PolicyDraft): string | undefined {
  const weights = weightsIn(draft.steps);
  if (weights.length === 0) return "Name at least one step";
  if (weights.some((weight) => !(weight > 0 && weight <= 100)))
    return "Each step is more than 0 and at most 100 %";
  if (weights.some((weight, at) => at > 0 && weight <= (weights[at - 1] ?? 0)))
    return "Each step takes more than the one before";
  if (!between(draft.minutes, 0, 10_080)) return "Minutes per step: 0 to 10 080";
  if (!between(draft.samplesMin, 10, 1_000_000)) return "Samples: 10 to 1 000 000";
  if (draft.errorIncrease !== null && !between(draft.errorIncrease, 0, 100)) return "Errors: 0 to 100 %";
  if (draft.latencyRatio !== null && !between(draft.latencyRatio, 1, 100)) return "Latency: 1 to 100 times";
  if (draft.outputDistance !== null && !between(draft.outputDistance, 0.01, 1)) return "Distance: 0.01 to 1";
  return undefined;
}

export function policyBody(draft: PolicyDraft): Record<string, unknown> {
  const common = { samplesMin: Number(draft.samplesMin), onBreach: draft.onBreach };
  return {
    steps: weightsIn(draft.steps).map((weight) => ({ weight, minutes: Number(draft.minutes) })),
    guards: [
      ...(draft.errorIncrease === null
        ? []
        : [{ kind: "error-rate", increaseMax: Number(draft.errorIncrease) / 100, ...common }]),
      ...(draft.latencyRatio === null
        ? []
        : [{ kind: "latency", ratioMax: Number(draft.latencyRatio), ...common }]),
      ...(draft.outputDistance === null
        ? []
        : [{ kind: "output", distanceMax: Number(draft.outputDistance), ...common }]),
    ],
  };
}
