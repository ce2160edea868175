import fc from "fast-check";
import { expect, test } from "vitest";
import { longest } from "./longest.ts";
import { compilePattern } from "./pattern.ts";

test.each([
  ["raven", 5],
  ["a{2,5}b", 6],
  ["(ab|cde){3}", 9],
  ["(?i)(?:x|yz)?", 2],
  ["^\\Qa.b\\E$", 3],
  ["(?P<name>abc)", 3],
  ["project\\s+raven", Infinity],
  ["x*", Infinity],
  ["a{3,}", Infinity],
])("%s matches at most %d characters", (source, most) => {
  expect(longest(source)).toBe(most);
});

test("no match is longer than what was read from the pattern", () => {
  const piece = fc.constantFrom(
    "a",
    "b",
    "[ab]",
    "\\w",
    ".",
    "(?:a|bb)",
    "(ab)?",
    "a{1,3}",
    "\\d{2}",
    "[^a]",
    "\\x61",
    "\\p{L}",
    "b{2}",
    "a+?",
    "|",
  );
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 8 }),
      fc.stringMatching(/^[ab1é😀 ]{0,40}$/u),
      (pieces, text) => {
        const pattern = compilePattern(pieces.join(""));
        for (const { start, end } of pattern.find(text))
          expect(end - start).toBeLessThanOrEqual(pattern.charsMax);
      },
    ),
  );
});

test.each(["(?=a)", "(", "a{2000}", "((((a{30}){30}){30}){30})"])("%s is refused", (source) => {
  expect(() => compilePattern(source)).toThrow();
});

test("case is ignored alike, however it is done", () => {
  const piece = fc.constantFrom("Ab", "b", "[A-C]", "\\w", "(?:a|BB)", "\\b", "C{1,2}", "\\s", "É");
  fc.assert(
    fc.property(
      fc.array(piece, { minLength: 1, maxLength: 5 }),
      fc.stringMatching(/^[aAbBcCéÉİ ]{0,30}$/u),
      (pieces, text) => {
        const source = pieces.join("");
        // The same with a flag that keeps it from the shorter way.
        expect(compilePattern(`(?i)${source}`).find(text)).toEqual(
          compilePattern(`(?is)${source}`).find(text),
        );
      },
    ),
  );
});
