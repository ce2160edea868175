import type { Incident } from "@triops/domains/incidents/schemas";
import { type Severity, severities } from "@triops/domains/severity";

/** The one sentence on top of the list, from the incidents that are not over. */
export function answerFor(active: readonly Incident[], more: boolean): string {
  if (active.length === 0) return "No incident is open.";
  const unattended = active.filter((incident) => incident.state === "open").length;
  const worst = severities.find((level: Severity) => active.some((incident) => incident.severity === level));
  const count = `${active.length}${more ? "+" : ""} ${active.length === 1 ? "incident is" : "incidents are"} active`;
  const attention = unattended === 0 ? "all acknowledged" : `${unattended} not yet acknowledged`;
  return `${count}, the worst ${worst?.toUpperCase()}; ${attention}.`;
}
