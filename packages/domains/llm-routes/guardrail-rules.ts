/** What may be found in texts, for forms: names and groups, without the detectors and without zod. */
export { type PiiGroup, type PiiType, piiGroups, piiLabels } from "@triops/analysis/pii/types";

/** Of each side of a route. */
export const guardrailsMax = 10;
