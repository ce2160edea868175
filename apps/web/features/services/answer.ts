import type { ServiceWithHealth } from "@triops/domains/services/schemas";
import { msText, rateText, ratioText } from "./words.ts";

/** The sentence that the page of a service opens with. */
export function serviceAnswer({ name, health, archivedAt }: ServiceWithHealth): string {
  const { state, requests, requestsPerSecond, errorRatio, p95Ms, openAlerts } = health;
  const alerts = openAlerts === 0 ? "" : `${openAlerts} ${openAlerts === 1 ? "alert is" : "alerts are"} open`;
  if (archivedAt !== null) return `${name} is archived.${alerts === "" ? "" : ` ${alerts}.`}`;
  if (requests === 0) {
    return alerts === ""
      ? "Nothing was asked of it in this range."
      : `Nothing was asked of it in this range, and ${alerts}.`;
  }
  const load = `it takes ${rateText(requestsPerSecond)}`;
  const pace = `95 % within ${msText(p95Ms)}`;
  const faults = errorRatio === 0 ? "none failing" : `${ratioText(errorRatio)} failing`;
  const facts = `${load}, ${faults}, ${pace}`;
  const head = { failing: "Failing", degraded: "Degraded", healthy: "Healthy", quiet: "Quiet" }[state];
  return `${head}: ${facts}${alerts === "" ? "" : `; ${alerts}`}.`;
}
