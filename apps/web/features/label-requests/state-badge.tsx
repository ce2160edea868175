import type { RequestState as State } from "@triops/domains/label-requests/rules";
import { Badge, type BadgeTone } from "@triops/ui/badge";
import { stateLabel } from "./words.ts";

const tone: Record<State, BadgeTone> = {
  waiting: "sev3",
  failed: "sev2",
  approved: "ok",
  bypassed: "sev3",
  rejected: "neutral",
  cancelled: "neutral",
  expired: "neutral",
};

export function RequestState({ state }: { state: State }) {
  return <Badge tone={tone[state]}>{stateLabel[state]}</Badge>;
}
