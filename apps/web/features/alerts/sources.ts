/** Who may claim something, as people call them. */
export const sourceNames: Readonly<Record<string, string>> = {
  monitor: "Monitors",
  rollout: "Rollouts",
  prometheus: "Prometheus",
  alertmanager: "Alertmanager",
};

export const sourceName = (source: string): string =>
  source === "monitor" ? "Monitor" : source === "rollout" ? "Rollout" : (sourceNames[source] ?? source);
