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

/** The sentence that the queue opens with. */
export function queueAnswer(open: readonly LabelRequest[], more: boolean, memberId: string): string {
  if (open.length === 0) return "Nothing waits for a decision.";
  const waiting = open.filter(({ state }) => state === "waiting");
  const yours = waiting.filter(({ requesterId }) => requesterId !== memberId).length;
  const failed = open.filter(({ state }) => state === "failed").length;
  const count = `${open.length}${more ? "+" : ""} ${open.length === 1 ? "request is" : "requests are"} open`;
  const parts = [
    yours > 0 && `${yours} you can decide`,
    waiting.length - yours > 0 && `${waiting.length - yours} of your own`,
    failed > 0 && `${failed} held up by a check`,
  ].filter(Boolean);
  return `${count}${parts.length > 0 ? `: ${parts.join(", ")}` : ""}.`;
}

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
