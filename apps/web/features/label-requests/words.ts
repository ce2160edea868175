import type { RequestState } from "@triops/domains/label-requests/rules";
import type { LabelRequest, LabelRequestEntry } from "@triops/domains/label-requests/schemas";

export const stateLabel: Record<RequestState, string> = {
  waiting: "Waits for approval",
  failed: "A check failed",
  approved: "Approved",
  rejected: "Rejected",
  cancelled: "Cancelled",
  expired: "Expired",
  bypassed: "Bypassed",
};

type Asked = Pick<LabelRequest, "label" | "promptName" | "version">;

/** "Make support/reply v4 production": what is asked for. */
export const askText = ({ label, promptName, version }: Asked): string =>
  version === null ? `Take ${label} from ${promptName}` : `Make ${promptName} v${version} ${label}`;

/** What the actor did, to stand behind the name. */
export function sentenceFor({ kind, data }: Pick<LabelRequestEntry, "kind" | "data">): string {
  switch (kind) {
    case "requested":
      return "asked for it";
    case "checked":
      return data.state === "failed" ? "ran the checks: not all passed" : "ran the checks: all passed";
    case "comment":
      return "wrote";
    case "approved":
      return "approved it and moved the label";
    case "rejected":
      return "rejected it";
    case "cancelled":
      return "cancelled it";
    case "expired":
      return "let it expire";
    case "bypassed":
      return "moved the label without an approval";
  }
}
