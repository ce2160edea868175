import type { Deployment, RevisionKind, Variant, VariantRole } from "@triops/domains/deployments/schemas";
import type {
  Finding,
  Guard,
  Policy,
  Rollout,
  RolloutEntry,
  RolloutState,
} from "@triops/domains/rollouts/schemas";
import { formatDuration, formatValue, significant } from "@triops/ui/units";

export const roleLabel: Record<VariantRole | "outside", string> = {
  champion: "Champion",
  canary: "Canary",
  shadow: "Shadow",
  outside: "Elsewhere",
};

export const rolloutLabel: Record<RolloutState, string> = {
  running: "Running",
  paused: "Paused",
  completed: "Completed",
  rolled_back: "Rolled back",
  cancelled: "Cancelled",
};

export const revisionLabel: Record<RevisionKind, string> = {
  created: "Created",
  routed: "Traffic moved",
  settings: "Settings changed",
  enabled: "Switched on",
  disabled: "Switched off",
  rolled_back: "Rolled back",
  alias_moved: "Alias moved",
  rollout_started: "Rollout began",
  rollout_step: "Rollout advanced",
  rollout_completed: "Rollout completed",
  rollout_rolled_back: "Rollout rolled back",
  rollout_cancelled: "Rollout cancelled",
};

/** "fraud v3", or the outside server's own word for it. */
export const variantName = ({ model, version }: { model: string; version: string }): string =>
  version === "" ? model : /^\d+$/.test(version) ? `${model} v${version}` : `${model} ${version}`;

export const percent = (share: number): string => formatValue(share, "percent");

const part = (variant: Variant): string => `${variantName(variant)} ${percent(variant.weight)}`;

/** Who answers, in few words: "fraud v3 95 %, fraud v4 5 %; fraud v5 in the shadow". */
export function routingText(variants: readonly Variant[]): string {
  const answering = variants.filter(({ role }) => role !== "shadow").map(part);
  const shadows = variants.filter(({ role }) => role === "shadow").map(variantName);
  return [answering.join(", "), shadows.length > 0 && `${shadows.join(", ")} in the shadow`]
    .filter(Boolean)
    .join("; ");
}

/** The sentence that the list opens with. */
export function listAnswer(rows: readonly Deployment[], more: boolean): string {
  if (rows.length === 0) return "Nothing is deployed yet.";
  const off = rows.filter(({ enabled }) => !enabled).length;
  const rolling = rows.filter(({ rolloutId }) => rolloutId !== null).length;
  const count = `${rows.length}${more ? "+" : ""} ${rows.length === 1 ? "deployment" : "deployments"}`;
  const parts = [
    off > 0 && `${off} switched off`,
    rolling === 0 ? "no rollout under way" : `${rolling} ${rolling === 1 ? "rollout" : "rollouts"} under way`,
  ].filter(Boolean);
  return `${count}, ${parts.join(", ")}.`;
}

type LiveFigures = { requestsPerMinute: number; errorShare: number | null; p95Ms: number | null };

/** The sentence of one deployment: who answers, and how that goes. */
export function deploymentAnswer({ enabled, variants }: Deployment, live: LiveFigures | undefined): string {
  if (!enabled) return "It is switched off: requests get 503.";
  const who = routingText(variants);
  if (!live || live.requestsPerMinute === 0) return `${who}. No request in the last 15 minutes.`;
  const errors = live.errorShare ? `${formatValue(live.errorShare, "ratio")} failing` : "none failing";
  const speed = live.p95Ms === null ? "" : `, p95 ${formatDuration(live.p95Ms)}`;
  return `${who}. ${significant(live.requestsPerMinute, 2)} requests a minute, ${errors}${speed}.`;
}

/** What a guard allows, in a line. */
export function guardText(guard: Guard): string {
  switch (guard.kind) {
    case "error-rate":
      return [
        `Errors at most ${formatValue(guard.increaseMax, "ratio")} above the champion's share`,
        guard.shareMax !== null && `never above ${formatValue(guard.shareMax, "ratio")}`,
      ]
        .filter(Boolean)
        .join(", ");
    case "latency":
      return [
        guard.ratioMax !== null && `p95 at most ${significant(guard.ratioMax)} times the champion's`,
        guard.p95MsMax !== null && `p95 never above ${formatDuration(guard.p95MsMax)}`,
      ]
        .filter(Boolean)
        .join(", ");
    case "output":
      return `Answers distributed like the champion's, distance at most ${significant(guard.distanceMax)}`;
  }
}

export const guardLabel: Record<Guard["kind"], string> = {
  "error-rate": "Errors",
  latency: "Latency",
  output: "Answers",
};

export const findingLabel: Record<Finding["state"], string> = {
  waiting: "Too few samples",
  passing: "Passing",
  breached: "Breached",
};

/** "5 % → 25 % → 100 %, 10 min each". */
export function stepsText({ steps }: Pick<Policy, "steps">): string {
  const minutes = [...new Set(steps.map((step) => step.minutes))];
  const times = minutes.length === 1 ? `, ${significant(minutes[0] ?? 0)} min each` : "";
  return `${steps.map(({ weight }) => percent(weight)).join(" → ")}${times}`;
}

/** The sentence of a rollout. */
export function rolloutAnswer(rollout: Rollout): string {
  const { steps } = rollout.policy;
  const step = steps[rollout.stepIndex];
  const canary = variantName(rollout.canary);
  switch (rollout.state) {
    case "running":
      return `${canary} answers ${percent(step?.weight ?? 0)} of requests, step ${rollout.stepIndex + 1} of ${steps.length}.`;
    case "paused":
      return `Paused at ${percent(step?.weight ?? 0)}: ${rollout.reason || "somebody paused it"}`;
    case "completed":
      return `${canary} is the champion now.`;
    case "rolled_back":
      return `${variantName(rollout.champion)} answers everything again: ${rollout.reason || "it was rolled back"}`;
    case "cancelled":
      return `Cancelled: ${rollout.reason || "the weights stay as they were"}`;
  }
}

export const entryLabel: Record<RolloutEntry["kind"], string> = {
  started: "Began",
  advanced: "Advanced",
  paused: "Paused",
  resumed: "Resumed",
  completed: "Completed",
  rolled_back: "Rolled back",
  cancelled: "Cancelled",
};
