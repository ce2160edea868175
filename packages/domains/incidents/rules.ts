import type { IncidentState } from "./schemas.ts";

/** A new alert of the same group this soon after the end belongs to the same incident. */
export const flapWindowMs = 15 * 60_000;

/** Labels that name the thing people would call broken, most telling first. */
const groupLabels = ["service_name", "service", "job", "host_name", "host", "instance"] as const;

/**
 * Which incident an alert belongs to: alerts about the same service, or else the same host, are one story.
 * An alert that names neither stands for itself.
 */
export function groupKeyOf(labels: Readonly<Record<string, string>>, fingerprint: string): string {
  const label = groupLabels.find((name) => labels[name]);
  return label ? `${label}=${labels[label]}` : `alert=${fingerprint}`;
}

type Stored = { state: IncidentState; resolvedAt: Date | null };

/** Whether a fresh alert reopens the group's last incident instead of opening a new one. */
export function reopensWithin(last: Stored, now: Date): boolean {
  return (
    last.state === "resolved" &&
    last.resolvedAt !== null &&
    now.getTime() - last.resolvedAt.getTime() <= flapWindowMs
  );
}

/** What happens to an incident when one of its alerts has resolved. */
export function afterAlertResolved(
  state: IncidentState,
  openAlertCount: number,
): "nothing" | "resolve" | "tell" {
  if (openAlertCount > 0 || state === "resolved") return "nothing";
  return state === "open" ? "resolve" : "tell";
}

/** Why the button is disabled, or null when the verb applies. One table for screens and messages. */
export const blockedBecause = {
  acknowledge: (state: IncidentState) =>
    state === "open" ? null : state === "acknowledged" ? "Already acknowledged" : "Already resolved",
  resolve: (state: IncidentState) => (state === "resolved" ? "Already resolved" : null),
  reopen: (state: IncidentState) => (state === "resolved" ? null : "Still open"),
  comment: () => null,
} as const satisfies Record<string, (state: IncidentState) => string | null>;
