import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { compilePattern } from "./pattern.ts";

const heldOf = (source: string, text: string): string => {
  const watch = compilePattern(source).watch();
  for (const piece of text.match(/.{1,3}/gsu) ?? []) watch.push(piece);
  return text.slice(watch.heldFrom());
};

describe("of a text that goes on is held", () => {
  it.each([
    ["raven", "the rav", "rav"],
    ["raven", "the raven", ""],
    ["(?i)project\\s+raven", "see PROJECT   ra", "PROJECT   ra"],
    ["(?i)project\\s+raven", "see project of ra", ""],
    ["a.*b", "xxaxxx", "axxx"],
    ["a.*b", "xxaxxx\n", ""],
    ["(?s)a.*b", "xxaxxx\n", "axxx\n"],
    ["raven$", "the raven", "raven"],
    ["raven\\b", "the raven", "raven"],
    ["^the", "of the th", ""],
    ["(?m)^the", "of\nth", "th"],
    ["é😀!", "aé😀", "é😀"],
  ])("of %s in %j: %j", (source, text, held) => {
    expect(heldOf(source, text)).toBe(held);
  });

  it("half a character, until the other half has come", () => {
    const watch = compilePattern("😀!").watch();
    watch.push("a\ud83d");
    watch.push("\ude00");
    expect(watch.heldFrom()).toBe(1);
    watch.push("!");
    expect(watch.heldFrom()).toBe(4);
  });
});

const piece = fc.constantFrom(
  ...["a", "b", "[ab]", "\\w", ".", "(?:a|bb)", "(ab)?", "a{1,3}", "[^a]", "b{2}", "a+?", "|"],
  ...["a+", "b*", "(?s:.*)", "\\s+", "\\b", "\\B", "^", "$", "(?m:^)", "(?m:$)", "(?i:A)", "c*?"],
);

test("what is not held stays as it is, whatever comes: in a match or in none", () => {
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 6 }),
      fc.stringMatching(/^[abc \n😀]{0,14}$/u),
      fc.stringMatching(/^[abc \n😀]{0,14}$/u),
      (pieces, text, more) => {
        const pattern = compilePattern(pieces.join(""));
        const watch = pattern.watch();
        watch.push(text);
        const held = watch.heldFrom();
        const now = pattern.find(text);
        // What lies across the border waits whole.
        const border = now.find(({ start, end }) => start < held && end > held)?.start ?? held;
        const settled = (found: typeof now) => found.filter(({ start }) => start < border);
        expect(settled(pattern.find(text + more))).toEqual(settled(now));
      },
    ),
    { numRuns: 2_000 },
  );
});
