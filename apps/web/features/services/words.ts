import type { HealthState, NodeKind } from "@triops/domains/services/rules";
import type { Summary } from "@triops/domains/services/schemas";
import type { Level } from "@triops/ui/levels";
import { formatDuration, significant } from "@triops/ui/units";

export const stateLabel: Record<HealthState, string> = {
  failing: "Failing",
  degraded: "Degraded",
  healthy: "Healthy",
  quiet: "Quiet",
};

/** The shape and colour of a state. */
export const stateLevel: Record<HealthState, Level> = {
  failing: "sev1",
  degraded: "sev3",
  healthy: "ok",
  quiet: "unknown",
};

export const kindLabel: Record<NodeKind, string> = {
  service: "Service",
  database: "Database",
  queue: "Queue",
  external: "Outside",
};

export const rateText = (perSecond: number): string =>
  perSecond === 0
    ? "0"
    : perSecond >= 0.1
      ? `${significant(perSecond, 2)}/s`
      : `${significant(perSecond * 60, 2)}/min`;

export const ratioText = (ratio: number | null): string =>
  ratio === null ? "–" : `${significant(ratio * 100, 2)}\u202f%`;

export const msText = (ms: number | null): string => (ms === null ? "–" : formatDuration(ms));

const listed = (names: readonly string[], total: number): string => {
  const shown = names.slice(0, 2);
  const more = total - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(" and ");
};

/** The sentence that the list of services opens with. */
export function summaryAnswer({ total, failing, degraded, healthy, quiet, unwell }: Summary): string {
  if (total === 0) return "No service has been heard of yet.";
  const bad = failing + degraded;
  if (bad === 0) {
    const active = healthy === 0 ? "None of them was asked for anything in this range" : `${healthy} healthy`;
    const rest = quiet > 0 && healthy > 0 ? `, ${quiet} quiet` : "";
    return `${total} ${total === 1 ? "service" : "services"}: ${active}${rest}.`;
  }
  const names = listed(unwell, bad);
  return `${names} ${bad === 1 ? "is" : "are"} unwell; ${healthy} of ${total} healthy.`;
}
