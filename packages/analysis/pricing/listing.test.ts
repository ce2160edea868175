import { findProvider } from "@pydantic/genai-prices";
import { describe, expect, test } from "vitest";
import { listBaseTable, listedProviders, lookUpPrice } from "./listing.ts";
import { createPricer } from "./pricer.ts";
import { recordedFlags, usageOfRecord } from "./recorded.ts";
import type { Usage } from "./usage.ts";

const at = new Date("2026-11-23T12:00:00Z");
const override = {
  id: "one",
  provider: null,
  model: "house-model*",
  serviceTier: null,
  from: "2026-01-01T00:00:00Z",
  until: null,
  inherits: true,
  rates: { input: "2", output: { base: "8.5", tiers: [{ above: 200_000, price: "17" }] } },
};

describe("the base table as people read it", () => {
  test("every provider that is listed is there, and has models", () => {
    for (const id of listedProviders)
      expect([id, (findProvider({ providerId: id })?.models.length ?? 0) > 0]).toEqual([id, true]);
  });

  test("is searched by words of provider and model, page by page", () => {
    const first = listBaseTable({ search: "openai gpt-5", offset: 0, take: 5, at });
    expect(first.models).toHaveLength(5);
    expect(first.more).toBe(true);
    const next = listBaseTable({ search: "openai gpt-5", offset: 5, take: 5, at });
    const names = [...first.models, ...next.models].map(({ provider, model }) => `${provider}/${model}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.every((name) => name.includes("openai") && name.includes("gpt-5"))).toBe(true);
    expect(listBaseTable({ search: "no such model", offset: 0, take: 5, at })).toEqual({
      models: [],
      more: false,
    });
  });
});

describe("looking a price up", () => {
  test("tells the rates, their units, and the list they are of", () => {
    const found = lookUpPrice([], { provider: "openai", model: "gpt-5", at, serviceTier: null });
    expect(found).toMatchObject({
      source: { kind: "base", provider: "openai", model: "gpt-5" },
      rates: expect.arrayContaining([{ bucket: "input", usd: "1.25", tiers: [], unit: "1M tokens" }]),
    });
  });

  test("a workspace's own price goes before, and a tier changes it", () => {
    const own = lookUpPrice([override], {
      provider: "openai",
      model: "house-model-2",
      at,
      serviceTier: null,
    });
    expect(own).toMatchObject({
      source: { kind: "override", id: "one" },
      rates: [
        { bucket: "input", usd: "2" },
        { bucket: "output", usd: "8.5", tiers: [{ above: 200_000, usd: "17" }] },
      ],
    });
    const flex = lookUpPrice([], { provider: "openai", model: "gpt-5", at, serviceTier: "flex" });
    expect(flex).toMatchObject({
      rates: expect.arrayContaining([expect.objectContaining({ usd: "0.625" })]),
    });
    const unknown = { provider: "openai", model: "gpt-5", at, serviceTier: "no-such-tier" };
    expect(lookUpPrice([], unknown)).toEqual({ unknownTier: true });
    expect(lookUpPrice([], { ...unknown, model: "no-such-model" })).toBeNull();
  });
});

test("usage that was recorded is priced again as it was", () => {
  const usage: Usage = {
    dialect: "openai-chat",
    buckets: { input: 1_000, cache_read: 500, output: 200, requests: 1 },
    flags: ["input_excluded_cache"],
    estimated: false,
    model: "gpt-5",
    serviceTier: "flex",
    region: null,
    reportedUsd: null,
  };
  const flags = recordedFlags(usage);
  expect(flags).toEqual(["input_excluded_cache", "service_tier:flex"]);
  const names = Object.keys(usage.buckets);
  const again = usageOfRecord({
    names: [...names, "bucket_of_tomorrow"],
    values: [...Object.values(usage.buckets), 1],
    flags,
  });
  const pricer = createPricer([]);
  const query = { provider: "openai", model: "gpt-5", at };
  expect(pricer.price(again, query)).toEqual(pricer.price(usage, query));
  expect(again.flags).toEqual(usage.flags);
});
