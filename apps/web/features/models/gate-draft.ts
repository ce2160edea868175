import type { Gate } from "@triops/domains/models/schemas";
import { ownersIn as namesIn } from "./owners.ts";

/** What a form of promotion rules holds while it is filled in: texts as typed. */
export type GateDraft = {
  protectedAliases: string;
  requireSignature: boolean;
  requireSmoke: boolean;
  requiredMetrics: string;
  metric: string;
  direction: "higher" | "lower";
  margin: string;
  marginKind: "absolute" | "relative";
  expiresAfterHours: string;
};

export function draftOf({ protectedAliases, checks }: Gate): GateDraft {
  const { comparison } = checks;
  return {
    protectedAliases: protectedAliases.join(", "),
    requireSignature: checks.requireSignature,
    requireSmoke: checks.requireSmoke,
    requiredMetrics: checks.requiredMetrics.join(", "),
    metric: comparison?.metric ?? "",
    direction: comparison?.direction ?? "higher",
    margin: String(comparison?.margin ?? 0),
    marginKind: comparison?.marginKind ?? "absolute",
    expiresAfterHours: String(checks.expiresAfterHours),
  };
}

/** As the API takes it. */
export const rulesOf = (draft: GateDraft) => ({
  protectedAliases: namesIn(draft.protectedAliases),
  checks: {
    requireSignature: draft.requireSignature,
    requireSmoke: draft.requireSmoke,
    requiredMetrics: namesIn(draft.requiredMetrics),
    comparison:
      draft.metric.trim() === ""
        ? null
        : {
            metric: draft.metric.trim(),
            direction: draft.direction,
            margin: Number(draft.margin),
            marginKind: draft.marginKind,
          },
    expiresAfterHours: Number(draft.expiresAfterHours),
  },
});
