import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { baseRates, baseTableVersion } from "./base-table.ts";
import { type Buckets, buckets, inputTokensOf, outputTokensOf } from "./buckets.ts";
import { usageOfAnthropicEvents } from "./dialects/anthropic.ts";
import { encodingFor, estimateUsage, roughCounter } from "./estimate.ts";
import { amountOf, decimalOf, picodollarsOf, usdText } from "./money.ts";
import { dialectNames, normaliseUsage } from "./normalise.ts";
import { createPricer } from "./pricer.ts";
import { type Draft, separate } from "./usage.ts";

describe("money", () => {
  test("any decimal survives the way through picodollars and back", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), (amount) => {
        expect(picodollarsOf(usdText(amount))).toBe(amount);
      }),
    );
  });

  test("a third of a cent is rounded once, halves to the even picodollar", () => {
    const one = { digits: 1n, scale: 0 };
    expect(amountOf(one, { digits: 1n, scale: 2 }, 3n)).toBe(3_333_333_333n);
    expect(amountOf(one, { digits: 5n, scale: 13 }, 1n)).toBe(0n);
    expect(amountOf(one, { digits: 15n, scale: 13 }, 1n)).toBe(2n);
  });

  test.each(["", ".", "1e", "0x10", "NaN", "1,5", "1e9999"])("%j is no decimal", (text) => {
    expect(decimalOf(text)).toBeNull();
  });
});

const count = fc.option(fc.nat(2_000_000), { nil: null });
const draft: fc.Arbitrary<Draft> = fc.record({
  input: count,
  cacheRead: count,
  cacheWrite5m: count,
  cacheWrite1h: count,
  inputAudio: count,
  inputImage: count,
  inputVideo: count,
  cacheReadAudio: count,
  cacheReadImage: count,
  output: count,
  reasoning: count,
  outputAudio: count,
  outputImage: count,
  outputVideo: count,
  total: count,
});
const convention = fc.record({
  inputIncludesCache: fc.boolean(),
  outputIncludesReasoning: fc.boolean(),
  firm: fc.boolean(),
  doubtful: fc.boolean(),
});

describe("separating", () => {
  test("no bucket is negative or broken, whatever is stated", () => {
    fc.assert(
      fc.property(draft, convention, (stated, how) => {
        for (const value of Object.values(separate(stated, how).buckets))
          expect(Number.isSafeInteger(value) && value > 0).toBe(true);
      }),
    );
  });

  test("no token is lost or counted twice: the buckets add up to one reading of the statement", () => {
    fc.assert(
      fc.property(draft, convention, (stated, how) => {
        const usage = separate(stated, how).buckets;
        const cache = (stated.cacheRead ?? 0) + (stated.cacheWrite5m ?? 0) + (stated.cacheWrite1h ?? 0);
        const input = stated.input ?? 0;
        const output = stated.output ?? 0;
        expect([input, input + cache]).toContain(inputTokensOf(usage));
        expect([output, output + (stated.reasoning ?? 0)]).toContain(outputTokensOf(usage));
      }),
    );
  });

  test("a total that fits one reading decides it", () => {
    fc.assert(
      fc.property(
        fc.nat(9_999),
        fc.nat(9_999),
        fc.integer({ min: 1, max: 9_999 }),
        (input, output, cache) => {
          const how = { inputIncludesCache: true, outputIncludesReasoning: true };
          const stated = { input, output, cacheRead: cache, total: input + cache + output };
          const { buckets: usage, flags } = separate(stated, how);
          expect(usage.input ?? 0).toBe(input);
          expect(flags).toEqual(["input_excluded_cache"]);
        },
      ),
    );
  });

  test("details larger than the whole are cut and flagged", () => {
    const how = { inputIncludesCache: true, outputIncludesReasoning: true };
    const { buckets: usage, flags } = separate({ input: 100, inputAudio: 300, output: 5 }, how);
    expect(usage).toEqual({ input_audio: 100, output: 5, requests: 1 });
    expect(flags).toEqual(["details_exceed_total"]);
  });
});

describe("normalising", () => {
  test("anything at all is read or refused, never thrown at", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom("auto", ...dialectNames), (payload, dialect) => {
        const usage = normaliseUsage(dialect, payload);
        for (const value of Object.values(usage?.buckets ?? {})) expect(value).toBeGreaterThan(0);
      }),
    );
  });

  test("no usage is no usage, rather than zero", () => {
    expect(normaliseUsage("auto", { choices: [], model: "gpt-4o", usage: null })).toBeNull();
    expect(normaliseUsage("auto", "text")).toBeNull();
  });

  test("an unknown dialect is a mistake of the caller", () => {
    expect(() => normaliseUsage("klingon", {})).toThrow(TypeError);
  });

  test("a stream of Anthropic's is one usage: the input of its start, the output of its end", () => {
    const events = [
      {
        type: "message_start",
        message: {
          model: "claude-sonnet-4-20250514",
          usage: { input_tokens: 9, cache_read_input_tokens: 500, output_tokens: 1 },
        },
      },
      { type: "content_block_delta", delta: { type: "text_delta", text: "Hi" } },
      { type: "message_delta", delta: {}, usage: { input_tokens: null, output_tokens: 40 } },
    ];
    const usage = normaliseUsage("auto", usageOfAnthropicEvents(events));
    expect(usage).toMatchObject({
      dialect: "anthropic",
      model: "claude-sonnet-4-20250514",
      buckets: { input: 9, cache_read: 500, output: 40 },
    });
  });

  test("what a sender says it cost is kept as it was said", () => {
    const payload = { usage: { prompt_tokens: 1, completion_tokens: 1, cost: 0.00001 } };
    expect(normaliseUsage("auto", payload)?.reportedUsd).toBe("0.00001");
  });
});

describe("pricing", () => {
  const at = new Date("2026-11-01T12:00:00Z");
  const usageOf = (some: Buckets) => ({
    dialect: "sums",
    buckets: some,
    flags: [],
    estimated: false,
    model: null,
    serviceTier: null,
    region: null,
    reportedUsd: null,
  });
  const everything = fc.record(
    Object.fromEntries(buckets.map((name) => [name, fc.nat(3_000_000)])) as Record<
      (typeof buckets)[number],
      fc.Arbitrary<number>
    >,
    { requiredKeys: [] },
  );
  const models = fc.constantFrom("gpt-realtime", "gpt-4o", "gpt-5.5", "gpt-5", "gpt-image-1");

  test("the lines add up to the total, and none is negative", () => {
    const pricer = createPricer([]);
    fc.assert(
      fc.property(everything, models, (some, model) => {
        const priced = pricer.price(usageOf(some), { provider: "openai", model, at });
        for (const line of priced.lines) expect(line.amount >= 0n).toBe(true);
        const sum = priced.lines.reduce((total, line) => total + line.amount, 0n);
        if (priced.amount === null) expect(priced.unpriced?.code).toBe("no_rate");
        else expect(sum).toBe(priced.amount);
      }),
    );
  });

  test("more of anything never costs less", () => {
    const pricer = createPricer([]);
    fc.assert(
      fc.property(fc.nat(400_000), fc.nat(400_000), fc.nat(9_999), (a, b, output) => {
        const cost = (input: number) =>
          pricer.price(usageOf({ input, output }), { provider: "openai", model: "gpt-5.5", at }).amount ??
          -1n;
        expect(cost(Math.max(a, b)) >= cost(Math.min(a, b))).toBe(true);
      }),
    );
  });

  test("a bad price of one's own is refused when it is entered", () => {
    const override = {
      id: "1",
      provider: null,
      model: "m",
      serviceTier: null,
      from: "2026-01-01T00:00:00Z",
      until: null,
      inherits: false,
    };
    expect(() => createPricer([{ ...override, rates: { input: "two" } }])).toThrow(TypeError);
    expect(() => createPricer([{ ...override, rates: { input: "-1" } }])).toThrow(TypeError);
    expect(() => createPricer([{ ...override, from: "soon", rates: {} }])).toThrow(TypeError);
  });

  test("the source names the table's version and model, so that the past can be repriced", () => {
    const priced = createPricer([]).price(usageOf({ input: 1 }), {
      provider: "openai.chat",
      model: "gpt-4o-2024-08-06",
      at,
    });
    expect(priced.source).toEqual({
      kind: "base",
      version: baseTableVersion,
      provider: "openai",
      model: "gpt-4o",
    });
  });

  test("the version written to charges is that of the package", () => {
    const manifest = new URL("../node_modules/@pydantic/genai-prices/package.json", import.meta.url);
    const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { version: string };
    expect(baseTableVersion).toBe(`genai-prices ${version}`);
  });

  test("prices by date follow the date: o3 cost five times as much until June 2025", () => {
    const input = (text: string) => baseRates("openai", "o3", new Date(text))?.rates.input?.usd;
    expect(input("2025-06-09T23:59:59Z")).toEqual({ digits: 10n, scale: 0 });
    expect(input("2025-06-10T00:00:00Z")).toEqual({ digits: 2n, scale: 0 });
  });
});

describe("estimating", () => {
  test("is marked, and counts the frame of a chat", () => {
    const counter = { encoding: "words", count: (text: string) => text.split(" ").length };
    const call = { model: "gpt-4o", input: ["be brief", "say hi to me"], chat: true, output: ["hi to you"] };
    const usage = estimateUsage(call, counter);
    expect(usage).toMatchObject({ estimated: true, flags: ["estimated"], buckets: { input: 15, output: 3 } });
  });

  test("a stream that was cut before it said anything costs its input", () => {
    const usage = estimateUsage({ model: null, input: ["abcd"], chat: false, output: [""] }, roughCounter);
    expect(usage.buckets).toEqual({ requests: 1, input: 1 });
  });

  test.each([
    ["gpt-4o", "o200k_base"],
    ["openai/gpt-5", "o200k_base"],
    ["claude-sonnet-4-5", "o200k_base"],
    ["gpt-4", "cl100k_base"],
    ["gpt-4-turbo", "cl100k_base"],
    ["gpt-4.1", "o200k_base"],
    ["text-embedding-3-small", "cl100k_base"],
  ])("%s is counted in %s", (model, encoding) => {
    expect(encodingFor(model)).toBe(encoding);
  });
});
