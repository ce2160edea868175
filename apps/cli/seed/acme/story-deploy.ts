import type { Days } from "../span-of-days.ts";

/** Story 1: yesterday at five past two a release of payments goes wrong; it is rolled back 46 minutes later. */
export const deploy = {
  service: "payments",
  badRelease: "2.14.0",
  goodRelease: "2.13.4",
  startedMs: (days: Days) => days.at(29, 14, 5),
  rolledBackMs: (days: Days) => days.at(29, 14, 51),
};

/** How bad it is, 0 … 1: the release reaches the machines one after another, and leaves them the same way. */
export function brokenness(days: Days, atMs: number): number {
  const rolledOut = (atMs - deploy.startedMs(days)) / (4 * 60_000);
  const rolledBack = (atMs - deploy.rolledBackMs(days)) / (3 * 60_000);
  return Math.max(0, Math.min(1, rolledOut) - Math.max(0, Math.min(1, rolledBack)));
}

/** A smaller one of day 18: catalog is slow for an hour, because an index is missing. */
export function slowness(days: Days, atMs: number): number {
  return atMs >= days.at(18, 9, 20) && atMs < days.at(18, 10, 35) ? 1 : 0;
}
