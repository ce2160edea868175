import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Buckets } from "./buckets.ts";
import { picodollarsOf } from "./money.ts";
import { dialectNames, normaliseUsage } from "./normalise.ts";
import type { PriceOverride } from "./overrides.ts";
import { createPricer } from "./pricer.ts";

type Case = {
  name: string;
  dialect: string;
  provider: string | null;
  model: string | null;
  at: string;
  payload: unknown;
  buckets: Buckets;
  usd: string | null;
  flags?: string[];
  unpriced?: string;
  overrides?: PriceOverride[];
  /** where the price was read */
  source: string;
};

const folder = new URL("./corpus/", import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const corpus = files.flatMap((name) => {
  const cases = JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Case[];
  return cases.map((one) => ({ ...one, file: name.replace(".json", "") }));
});

/** 1e-9 USD in picodollars. */
const tolerance = 1_000n;

describe.each(corpus)("$file: $name", ({ dialect, provider, model, at, payload, ...expected }) => {
  const usage = normaliseUsage(dialect, payload, { provider });

  test("is in the right buckets, with what is odd about it", () => {
    expect(usage?.buckets).toEqual(expected.buckets);
    expect([...(usage?.flags ?? [])].sort()).toEqual(expected.flags ?? []);
  });

  test("is recognised without being told", () => {
    const found = normaliseUsage("auto", payload, { provider });
    expect(found?.dialect).toBe(dialect);
    expect(found?.buckets).toEqual(expected.buckets);
  });

  test("costs what was computed by hand", () => {
    if (!usage) throw new Error("no usage");
    const pricer = createPricer(expected.overrides ?? []);
    const priced = pricer.price(usage, { provider, model, at: new Date(at) });
    expect(priced.unpriced?.code).toBe(expected.unpriced);
    if (expected.usd === null) {
      expect(priced.usd).toBeNull();
      return;
    }
    const byHand = picodollarsOf(expected.usd) ?? -1n;
    const difference = (priced.amount ?? -1n) - byHand;
    expect(difference <= tolerance && difference >= -tolerance, `${priced.usd} for ${expected.usd}`).toBe(
      true,
    );
    expect(priced.lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(priced.amount);
  });
});

test("the corpus has at least 200 payloads and every dialect", () => {
  expect(corpus.length).toBeGreaterThanOrEqual(200);
  expect([...new Set(corpus.map((one) => one.dialect))].sort()).toEqual([...dialectNames].sort());
});
