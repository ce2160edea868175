import type { ServiceWithHealth } from "@triops/domains/services/schemas";
import { expect, it } from "vitest";
import { byNeed } from "./by-need.ts";

it("the unwell come first, then those with alerts, then the busy", () => {
  const one = (name: string, state: string, requests = 0, openAlerts = 0) =>
    ({ name, health: { state, requests, openAlerts } }) as unknown as ServiceWithHealth;
  const rows = [
    one("a", "healthy", 1),
    one("b", "healthy", 9),
    one("c", "failing"),
    one("d", "degraded", 1),
    one("e", "degraded", 0, 2),
  ];
  expect(rows.sort(byNeed).map((row) => row.name)).toEqual(["c", "e", "d", "b", "a"]);
});
