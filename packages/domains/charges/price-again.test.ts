import { createPricer } from "@triops/analysis/pricing/pricer";
import type { PricedCall } from "@triops/telemetry/llm/reprice";
import { describe, expect, it } from "vitest";
import { priceAgain } from "./price-again.ts";

const own = (model: string, more = {}) => ({
  ...{ id: model, provider: null, model, serviceTier: null, from: "2026-01-01T00:00:00Z", until: null },
  ...{ inherits: false, rates: { input: "1", output: "2" }, ...more },
});
const call = (more: Partial<PricedCall> = {}): PricedCall => ({
  ...{
    timeMs: Date.parse("2026-06-01T00:00:00Z"),
    traceId: "t",
    spanId: "s",
    source: "gateway",
    route: "fast",
  },
  ...{
    provider: "openai",
    model: "house",
    responseModel: "",
    names: ["input", "requests"],
    values: [1_000_000, 1],
  },
  ...{ flags: [], costUsd: null, statedUsd: null, unpriced: "unknown_model" },
  ...more,
});

describe("a recorded call", () => {
  it("costs what the price says that held when it was made", () => {
    const pricer = createPricer([
      own("house"),
      own("house", { id: "new", from: "2026-07-01T00:00:00Z", rates: { input: "9" } }),
    ]);
    expect(priceAgain(call(), pricer, null)).toMatchObject({
      costUsd: "1",
      costs: [["input", "1"]],
      unpriced: "",
    });
    const later = call({ timeMs: Date.parse("2026-08-01T00:00:00Z") });
    expect(priceAgain(later, pricer, null)).toMatchObject({ costUsd: "9" });
    expect(priceAgain(call({ timeMs: Date.parse("2025-06-01T00:00:00Z") }), pricer, null)).toBeNull();
  });

  it("stays as it is where nothing changes, whatever zeros its cost ends with", () => {
    const pricer = createPricer([own("house")]);
    expect(priceAgain(call({ costUsd: "1.000000000000", unpriced: "" }), pricer, null)).toBeNull();
  });

  it("loses its cost when its price was taken away", () => {
    const next = priceAgain(call({ costUsd: "1", unpriced: "" }), createPricer([]), "nobody");
    expect(next).toMatchObject({ costUsd: null, costs: [], unpriced: "unknown_model" });
  });

  it("goes by the model asked for at the gateway, where the workspace has a price for it, and else by the one that answered", () => {
    const pricer = createPricer([own("alias"), own("true-model", { rates: { input: "5" } })]);
    const of = (model: string) =>
      priceAgain(call({ model, responseModel: "true-model" }), pricer, null)?.costUsd;
    expect([of("alias"), of("other")]).toEqual(["1", "5"]);
  });

  it("of an SDK keeps its sender's word where no price is known, and drops it where one is", () => {
    const told = call({
      source: "otlp",
      statedUsd: "0.25",
      costUsd: "0.25",
      unpriced: "",
      flags: ["cost_as_stated", "estimated"],
    });
    expect(priceAgain(told, createPricer([]), "nobody")).toBeNull();
    expect(priceAgain(told, createPricer([own("house")]), null)).toMatchObject({
      costUsd: "1",
      flags: ["estimated"],
    });
  });

  it("keeps the tier that it was answered in", () => {
    const usual = call({ model: "gpt-5", provider: "openai" });
    const flex = { ...usual, flags: ["service_tier:flex"] };
    const pricer = createPricer([]);
    expect(priceAgain(usual, pricer, "openai")?.costUsd).toBe("1.25");
    expect(priceAgain(flex, pricer, "openai")).toMatchObject({
      costUsd: "0.625",
      flags: ["service_tier:flex"],
    });
  });
});
