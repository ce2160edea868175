import type { IncidentEntry } from "@triops/domains/incidents/schemas";

const word = (value: unknown): string => (typeof value === "string" ? value.toUpperCase() : "?");

/** What the actor did, to stand behind the actor's name. */
export function sentenceFor({ kind, data }: Pick<IncidentEntry, "kind" | "data">): string {
  switch (kind) {
    case "opened":
      return "opened the incident";
    case "alert_opened":
      return `added an alert (${word(data.severity)})`;
    case "alert_resolved":
      return "saw an alert resolve";
    case "alerts_recovered":
      return "saw the last alert recover";
    case "acknowledged":
      return "acknowledged";
    case "assigned":
      return typeof data.to === "string" ? `made ${data.to} the lead` : "took the lead assignment back";
    case "severity_changed":
      return `changed severity from ${word(data.from)} to ${word(data.to)}`;
    case "title_changed":
      return `renamed it from “${String(data.from)}” to “${String(data.to)}”`;
    case "comment":
      return "wrote";
    case "resolved":
      return "resolved the incident";
    case "reopened":
      return "reopened the incident";
  }
}
