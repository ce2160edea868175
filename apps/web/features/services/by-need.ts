import { byUrgency } from "@triops/domains/services/rules";
import type { ServiceWithHealth } from "@triops/domains/services/schemas";

/** The unwell first, then those with more open alerts, then the busier. */
export const byNeed = (a: ServiceWithHealth, b: ServiceWithHealth): number =>
  byUrgency(a.health.state, b.health.state) ||
  b.health.openAlerts - a.health.openAlerts ||
  b.health.requests - a.health.requests ||
  a.name.localeCompare(b.name);
