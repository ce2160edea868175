import { prepare } from "@triops/telemetry/promql/check";
import { describe, expect, it } from "vitest";
import { modelFaults, panelsOf } from "../rules.ts";
import { buildStarter, metricsOf } from "./build.ts";
import { starterPlans } from "./plans.ts";

describe.each(starterPlans.map((plan) => [plan.key, plan] as const))("%s", (_key, plan) => {
  const model = buildStarter(plan, new Set(metricsOf(plan)));
  it("is sound when everything arrives, and every query is PromQL", () => {
    expect(model && modelFaults(model)).toEqual([]);
    for (const panel of model ? panelsOf(model) : []) {
      for (const query of panel.queries) {
        if (query.kind !== "promql") continue;
        const filled = query.expr
          .replaceAll("$__rate_interval", "1m")
          .replaceAll(/\$(host|job|instance|service)\b/g, "x");
        expect(() => prepare(filled), query.expr).not.toThrow();
      }
    }
  });
  it("asks for no metric without needing it", () => {
    for (const { needs, queries } of plan.sections.flatMap(({ panels }) => panels)) {
      if (queries.length > 0) expect(needs.length).toBeGreaterThan(0);
    }
  });
  it("leaves no hole where a panel is missing: lines are full", () => {
    const some = new Set(metricsOf(plan).filter((_, at) => at % 2 === 0));
    const part = buildStarter(plan, some);
    for (const section of part?.sections ?? []) {
      const lines = Map.groupBy(section.panels, (panel) => panel.place.y);
      for (const panels of lines.values()) {
        expect(panels.reduce((sum, panel) => sum + panel.place.w, 0)).toBe(24);
      }
    }
  });
});
