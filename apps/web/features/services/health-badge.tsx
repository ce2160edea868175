import type { HealthState } from "@triops/domains/services/rules";
import { SeverityBadge } from "@triops/ui/severity-mark";
import { stateLabel, stateLevel } from "./words.ts";

export function HealthBadge({ state }: { state: HealthState }) {
  return <SeverityBadge level={stateLevel[state]}>{stateLabel[state]}</SeverityBadge>;
}
