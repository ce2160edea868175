import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ibanHolds, luhn, mod1110, verhoeff } from "./check-digits.ts";
import { examples, foundIn } from "./corpus/corpus.testing.ts";
import { createPlaceholders, maskPii } from "./mask.ts";
import { findPii } from "./scan.ts";
import { type PiiType, piiLabels, piiTypes } from "./types.ts";

const everything: ReadonlySet<PiiType> = new Set(piiTypes);

describe("the corpus", () => {
  test.each(examples().filter(({ expected }) => expected.length > 0))(
    "found in: $text",
    ({ text, expected }) => {
      expect(foundIn(text)).toEqual(expected);
    },
  );

  test.each(examples().filter(({ expected }) => expected.length === 0))("nothing in: $text", ({ text }) => {
    expect(foundIn(text)).toEqual([]);
  });

  test("has every type that is known", () => {
    const there = new Set(examples().flatMap(({ expected }) => expected.map(({ type }) => type)));
    expect([...there].sort()).toEqual([...piiTypes].sort());
    expect(Object.keys(piiLabels).sort()).toEqual([...piiTypes].sort());
  });
});

describe("check digits", () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));
  const changed = (text: string, at: number, by: number) => {
    const digit = (Number(text[at]) + by) % 10;
    return text.slice(0, at) + digit + text.slice(at + 1);
  };

  test.each([
    ["Luhn", luhn, 16],
    ["Verhoeff", verhoeff, 12],
    ["MOD 11,10", mod1110, 11],
  ] as const)("%s: one last digit fits, and no other digit may change", (_name, holds, length) => {
    fc.assert(
      fc.property(digits(length - 1), fc.nat(length - 1), fc.integer({ min: 1, max: 9 }), (body, at, by) => {
        const fitting = [..."0123456789"].filter((last) => holds(body + last));
        expect(fitting).toHaveLength(1);
        expect(holds(changed(body + fitting[0], at, by))).toBe(false);
      }),
    );
  });

  test("IBANs of the registry hold, with one digit changed they do not", () => {
    expect(ibanHolds("DE89370400440532013000")).toBe(true);
    expect(ibanHolds("MT84MALT011000012345MTLCAST001S")).toBe(true);
    expect(ibanHolds("DE89370400440532013001")).toBe(false);
  });
});

test("only wanted types are found", () => {
  const text = "jane@example.com, 4111 1111 1111 1111";
  expect(findPii(text, new Set(["card"]))).toEqual([{ type: "card", start: 18, end: 37 }]);
  expect(findPii(text, new Set())).toEqual([]);
});

test("matches are in order, within the text and apart from each other, whatever the text is", () => {
  const piece = fc.oneof(
    fc.constantFrom(...examples().map(({ text }) => text)),
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.stringMatching(/^[0-9 .@+:()A-Z-]{0,24}$/),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const text = pieces.join("");
      let last = 0;
      for (const { start, end } of findPii(text, everything)) {
        expect(start).toBeGreaterThanOrEqual(last);
        expect(end).toBeGreaterThan(start);
        last = end;
      }
      expect(last).toBeLessThanOrEqual(text.length);
    }),
  );
});

test("a masked text has nothing left to mask", () => {
  for (const { text } of examples()) {
    const { text: masked } = maskPii(text, everything, createPlaceholders());
    expect(foundIn(masked)).toEqual([]);
  }
});

test("the same value has one name, however it is written", () => {
  const { text } = maskPii(
    "4111 1111 1111 1111, then 4111111111111111 and 5555-5555-5555-4444",
    everything,
    createPlaceholders(),
  );
  expect(text).toBe("[CARD_1], then [CARD_1] and [CARD_2]");
});
