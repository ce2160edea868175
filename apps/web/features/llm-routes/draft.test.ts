import type { LlmRoute, RouteTarget } from "@triops/domains/llm-routes/schemas";
import { describe, expect, it } from "vitest";
import {
  bodyOfRoute,
  draftOfRoute,
  emptyRoute,
  emptyTarget,
  hasSharedFallbacks,
  missingInRoute,
  moved,
} from "./draft.ts";

const target = (id: string, tier: number, weight = 100): RouteTarget => ({
  id,
  providerId: `provider-of-${id}`,
  provider: { name: "P", kind: "openai", enabled: true },
  model: `model-${id}`,
  weight,
  tier,
  parameters: id === "a" ? { temperature: 0 } : {},
});

const route: LlmRoute = {
  id: "r",
  name: "fast",
  description: "For chats",
  enabled: true,
  operations: ["chat"],
  targets: [target("a", 0, 80), target("b", 0, 20), target("d", 2), target("c", 1)],
  fallbackOn: ["timeout"],
  retries: { attempts: 2, backoffMs: 100, backoffMsMax: 1_000 },
  timeouts: { firstTokenMs: 1_500, totalMs: 60_000 },
  breaker: { failures: 3, windowMs: 10_000, openMs: 20_000 },
  cache: { mode: "exact", ttlSeconds: 60 },
  guardrails: { request: [{ id: "size", kind: "size", action: "block", charsMax: 9 }], response: [] },
  logBodies: false,
  revision: 4,
  createdById: "m",
  createdAt: "2026-11-23T00:00:00Z",
  updatedAt: "2026-11-23T00:00:00Z",
};

describe("a route in the form", () => {
  it("comes back as it was, its fallbacks in their order", () => {
    const body = bodyOfRoute(draftOfRoute(route));
    expect(body.targets.map(({ id, tier, weight }) => [id, tier, weight])).toEqual([
      ["a", 0, 80],
      ["b", 0, 20],
      ["c", 1, 100],
      ["d", 2, 100],
    ]);
    expect(body.targets[0]?.parameters).toEqual({ temperature: 0 });
    const { name, description, operations, fallbackOn, retries, timeouts, breaker, cache } = route;
    expect(body).toMatchObject({
      name,
      description,
      operations,
      fallbackOn,
      retries,
      timeouts,
      breaker,
      cache,
    });
    expect(body.guardrails).toEqual(route.guardrails);
    expect(body.logBodies).toBe(false);
  });
  it("gives a target alone everything, whatever its share said", () => {
    const draft = { ...emptyRoute(), shared: [{ ...emptyTarget("20"), providerId: "p", model: "m" }] };
    expect(bodyOfRoute(draft).targets[0]?.weight).toBe(100);
  });
  it("says what is missing, in the order of the form", () => {
    const blank = emptyRoute();
    expect(missingInRoute(blank)).toBe("Give the route a name");
    expect(missingInRoute({ ...blank, name: "x", operations: [] })).toBe("Choose what may be asked of it");
    expect(missingInRoute({ ...blank, name: "x" })).toBe("Choose a provider for each target");
    const one = { ...emptyTarget(), providerId: "p", model: "m" };
    expect(missingInRoute({ ...blank, name: "x", shared: [{ ...one, parameters: "[1]" }] })).toBe(
      "Parameters must be a JSON object",
    );
    expect(missingInRoute({ ...blank, name: "x", shared: [one, { ...one, key: "2" }] })).toBe(
      "Shares must add up to 100 %; these make 200 %",
    );
    expect(missingInRoute({ ...blank, name: "x", shared: [one] })).toBeNull();
  });
});

describe("the order of fallbacks", () => {
  it("changes by any number of places, and not beyond the ends", () => {
    expect(moved(["a", "b", "c"], 2, 1)).toEqual(["a", "c", "b"]);
    expect(moved(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], 1, 2)).toEqual(["a", "b"]);
  });
  it("is said to be changed when fallbacks shared a place", () => {
    expect(hasSharedFallbacks(route)).toBe(false);
    expect(hasSharedFallbacks({ ...route, targets: [target("a", 0), target("b", 1), target("c", 1)] })).toBe(
      true,
    );
  });
});
