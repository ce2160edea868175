import type { PromotionState as State } from "@triops/domains/promotions/rules";
import { Badge, type BadgeTone } from "@triops/ui/badge";
import { stateLabel } from "./words.ts";

const tone: Record<State, BadgeTone> = {
  checking: "sev4",
  waiting: "sev3",
  failed: "sev2",
  approved: "ok",
  bypassed: "sev3",
  rejected: "neutral",
  cancelled: "neutral",
  expired: "neutral",
};

export function PromotionState({ state }: { state: State }) {
  return <Badge tone={tone[state]}>{stateLabel[state]}</Badge>;
}
