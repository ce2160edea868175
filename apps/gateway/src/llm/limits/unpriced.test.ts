import { createPricer } from "@triops/analysis/pricing/pricer";
import type { PublishedProvider } from "@triops/domains/llm-providers/snapshot-schemas";
import type { PublishedRoute } from "@triops/domains/llm-routes/snapshot-schemas";
import { describe, expect, it } from "vitest";
import { makeCall, makeLimits, unlimited } from "./call.testing.ts";
import { createEstimator } from "./estimate.ts";
import { pricedRoute } from "./unpriced.ts";

const now = () => Date.parse("2026-11-20T12:00:00Z");
const { isPriced } = createEstimator(() => createPricer([]), now);
const providerOf = () => ({ priceProvider: "openai" }) as PublishedProvider;

const routeTo = (...models: string[]) =>
  ({
    name: "chat",
    targets: models.map((model) => ({
      id: model,
      providerId: "p",
      model,
      weight: 1,
      tier: 0,
      parameters: {},
    })),
  }) as unknown as PublishedRoute;

const ask = (
  models: string[],
  { call = makeCall(), limits = makeLimits(call, { unpriced: "refuse" }) } = {},
): string[] =>
  pricedRoute(call, limits, routeTo(...models), providerOf, isPriced).targets.map(({ model }) => model);

describe("models without a price", () => {
  it("are asked where nobody minds, also beside a spend limit", () => {
    const call = makeCall();
    const limits = makeLimits(call, { spend: [{ period: "day", limitUsd: "1" }] });
    expect(ask(["acme-large"], { call, limits })).toEqual(["acme-large"]);
    expect(pricedRoute(call, null, routeTo("acme-large"), providerOf, isPriced).targets).toHaveLength(1);
  });

  it("are refused by name of whoever refuses them: the key, its team or the workspace", () => {
    const refusal = { status: 403, code: "price_unknown", class: "limit" };
    expect(() => ask(["acme-large"])).toThrow(
      expect.objectContaining({ ...refusal, message: expect.stringContaining('the key "billing bot"') }),
    );
    const call = makeCall();
    const refuse = { ...unlimited, unpriced: "refuse" as const };
    const ofTeam = {
      ...makeLimits(call, {}, { teamId: "t1" }),
      teams: [{ id: "t1", name: "search", limits: refuse }],
    };
    expect(() => ask(["acme-large"], { call, limits: ofTeam })).toThrow(/the team "search"/);
    const ofWorkspace = { ...makeLimits(call, {}), limits: refuse };
    expect(() => ask(["acme-large"], { call, limits: ofWorkspace })).toThrow(/the workspace refuses/);
    // A plain API key, or the playground: there is no way around the workspace.
    const plain = makeCall({ workspaceId: call.workspaceId });
    expect(() => ask(["acme-large"], { call: plain, limits: ofWorkspace })).toThrow(/the workspace refuses/);
  });

  it("are no fallback for a model that has one", () => {
    expect(ask(["acme-large", "gpt-4o-mini", "acme-small"])).toEqual(["gpt-4o-mini"]);
  });

  it("are also those whose price for a tier is not known", () => {
    const call = makeCall();
    call.body = { ...call.body, service_tier: "auto" };
    expect(ask(["gpt-4o-mini"], { call, limits: makeLimits(call, { unpriced: "refuse" }) })).toHaveLength(1);
    call.body = { ...call.body, service_tier: "gold" };
    expect(() => ask(["gpt-4o-mini"], { call, limits: makeLimits(call, { unpriced: "refuse" }) })).toThrow();
  });

  it("need no price for output where there is none", () => {
    const call = makeCall({ operation: "embeddings" });
    const limits = makeLimits(call, { unpriced: "refuse" });
    expect(ask(["text-embedding-3-small"], { call, limits })).toHaveLength(1);
  });
});
