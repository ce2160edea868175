import { putLlmSpans } from "@triops/telemetry/llm/testing";
import { createHarness, type Harness, type TestWorkspace } from "@triops/testing/harness";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeProvider } from "../llm-providers/testing.ts";
import { makeRoute } from "../llm-routes/testing.ts";
import type { Caller } from "../runtime.ts";
import { publishAll } from "../snapshot-part.ts";
import { get, list, lookup, table, unpriced } from "./read.ts";
import { pricesSnapshot } from "./snapshot.ts";
import {
  type PublishedPrices,
  publishedPrices,
  publishedPricesAt,
  publishedPricesHash,
} from "./snapshot-schemas.ts";
import { makePrice } from "./testing.ts";
import { remove, update } from "./write.ts";

let harness: Harness;
let workspace: TestWorkspace;
let admin: Caller;

beforeAll(async () => {
  harness = await createHarness({ clickhouse: true });
  workspace = await harness.makeWorkspace();
  admin = await harness.callerAs(workspace, "admin");
});
afterAll(() => harness?.close());

async function published(): Promise<PublishedPrices | null> {
  const json = await admin.runtime.redis.hget(publishedPricesHash, workspace.id);
  return json === null ? null : publishedPrices.parse(JSON.parse(json));
}
const entry = async (id: string) => (await published())?.overrides.find((one) => one.id === id);

describe("a price", () => {
  it("stands in the gateways' picture at once, and with every change", async () => {
    const made = await makePrice(admin, {
      provider: "OpenAI",
      model: "gpt-5*",
      from: "2026-01-01T00:00:00Z",
      rates: { input: "1.10", output: { base: "8", tiers: [{ above: 200_000, price: "16" }] } },
    });
    expect(await entry(made.id)).toMatchObject({
      provider: "openai",
      model: "gpt-5*",
      from: "2026-01-01T00:00:00.000Z",
      until: null,
      inherits: true,
      rates: { input: "1.10", output: { base: "8", tiers: [{ above: 200_000, price: "16" }] } },
    });
    const before = (await published())?.revision ?? 0;
    await update.call(admin, { id: made.id, until: "2027-01-01T00:00:00Z", revision: 1 });
    expect(await entry(made.id)).toMatchObject({
      until: "2027-01-01T00:00:00.000Z",
      rates: { input: "1.10" },
    });
    expect((await published())?.revision).toBe(before + 1);
    await remove.call(admin, { id: made.id });
    expect(await entry(made.id)).toBeUndefined();
    await expect(get.call(admin, { id: made.id })).rejects.toMatchObject({ code: "not_found" });
  });

  it.each([
    ["no price", { rates: {} }, "rates"],
    ["a bucket that is none", { rates: { words: "1", input: "1" } }, "rates"],
    ["a price below nothing", { rates: { input: "-1" } }, "rates.input"],
    ["an end before the beginning", { from: "2026-02-01T00:00:00Z", until: "2026-01-01T00:00:00Z" }, "until"],
    ["a star in the middle", { model: "gpt-*-mini" }, "model"],
    ["every model", { model: "*" }, "model"],
  ])("400 for %s", async (_, more, path) => {
    await expect(makePrice(admin, more)).rejects.toMatchObject({
      code: "invalid",
      fields: [{ path: expect.stringContaining(path) }],
    });
  });

  it("conflict for an older revision; 403 for an editor", async () => {
    const { id } = await makePrice(admin);
    await update.call(admin, { id, note: "first", revision: 1 });
    await expect(update.call(admin, { id, note: "second", revision: 1 })).rejects.toMatchObject({
      code: "conflict",
    });
    await expect(makePrice(await harness.callerAs(workspace, "editor"))).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  it("is found by its model, and heals in the picture when Redis lost it", async () => {
    const { id } = await makePrice(admin, { model: "only-here-7b" });
    expect((await list.call(admin, { search: "ONLY-here" })).data.map((one) => one.id)).toEqual([id]);
    const before = await published();
    await admin.runtime.redis.del(publishedPricesHash, publishedPricesAt);
    await publishAll(admin.runtime, pricesSnapshot);
    expect(await published()).toEqual(before);
  });
});

it("what a model costs is looked up with the workspace's own prices before the table's", async () => {
  const model = "gpt-5-of-the-house";
  expect(await lookup.call(admin, { model, provider: "nobody" })).toMatchObject({
    source: null,
    rates: [],
    reason: expect.stringContaining("No price"),
  });
  const { id } = await makePrice(admin, { model, from: "2026-01-01T00:00:00Z", inherits: false });
  expect(await lookup.call(admin, { model })).toMatchObject({
    source: { kind: "override", id },
    rates: [
      { bucket: "input", usd: "2", unit: "1M tokens" },
      { bucket: "output", usd: "8" },
    ],
    reason: null,
  });
  expect(
    (await lookup.call(admin, { model, at: "2025-01-01T00:00:00Z", provider: "nobody" })).source,
  ).toBeNull();
  const first = await table.call(admin, { search: "anthropic claude", limit: 3 });
  expect(first.data).toHaveLength(3);
  const next = await table.call(admin, {
    search: "anthropic claude",
    limit: 3,
    cursor: first.nextCursor ?? "",
  });
  expect(next.data[0]).not.toEqual(first.data[0]);
});

it("models that were called without a price are listed until one is stated, by what they would be priced by", async () => {
  const provider = await makeProvider(admin, { kind: "openai-compatible", priceProvider: "acme" });
  const route = await makeRoute(admin, { targets: [{ providerId: provider.id, model: "acme-large" }] });
  const at = (minutes: number) => new Date(admin.context.now.getTime() - minutes * 60_000);
  const call = {
    usage: [
      ["input", 100],
      ["output", 20],
      ["requests", 1],
    ] as const,
    inputTokens: 100,
    outputTokens: 20,
    unpriced: "unknown_model",
  };
  const ours = {
    ...call,
    source: "gateway" as const,
    provider: "openai-compatible",
    route: route.name,
    model: "acme-large",
  };
  await putLlmSpans(admin.runtime.telemetry, workspace.id, [
    { ...ours, time: at(30) },
    { ...ours, time: at(10) },
    { ...call, time: at(5), provider: "elsewhere", model: "tiny" },
    // Counted elsewhere, and one that has a price.
    { ...call, time: at(5), provider: "elsewhere", model: "tiny", counts: false },
    { ...call, time: at(5), model: "gpt-5", cost: 1_000n, unpriced: "" },
  ]);
  const found = await unpriced.call(admin, {});
  expect(found.calls).toBe(3);
  expect(found.data).toMatchObject([
    { provider: "acme", model: "acme-large", calls: 2, inputTokens: 200, outputTokens: 40, fixed: false },
    { provider: "elsewhere", model: "tiny", calls: 1, reason: "unknown_model", fixed: false },
  ]);
  expect(found.data[0]).toMatchObject({ firstAt: at(30).toISOString(), lastAt: at(10).toISOString() });
  await makePrice(admin, { provider: "acme", model: "acme-large", from: at(60).toISOString() });
  expect((await unpriced.call(admin, {})).data[0]).toMatchObject({ model: "acme-large", fixed: true });
});
