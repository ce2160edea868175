import type { PiiType } from "@triops/analysis/pii/types";
import { piiTypes } from "@triops/analysis/pii/types";
import type { ResponseGuardrail } from "@triops/domains/llm-routes/guardrail-schemas";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Findings, sideOf } from "./checks.ts";
import { TextWindow } from "./text-window.ts";

const values = [
  "jane.doe@example.com",
  "4111 1111 1111 1111",
  "DE89 3704 0044 0532 0130 00",
  "+49 30 1234567",
  "(415) 555-2671",
  "AB 12 34 56 C",
  "536-90-4399",
  "1 84 12 76 451 089 46",
  ["sk-proj-", "abcDEF123456ghiJKL789mno"].join(""),
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlMTIz",
  `-----BEGIN RSA ${"PRIVATE KEY"}-----\n${"MIIEpAIBAAKCAQEA7f0c ".repeat(20)}\n-----END RSA PRIVATE KEY-----`,
  "project raven",
];
const filler = [
  "and",
  "the call:",
  "2024-05-06",
  "v1.2.3",
  "order 12345,",
  "Hello.",
  "\n",
  "tel:",
  "(",
  "-",
  "a@b",
  "12",
  "99",
];
const pii = (
  action: ResponseGuardrail["action"],
  types: readonly PiiType[] = piiTypes,
): ResponseGuardrail => ({
  id: "pii",
  kind: "pii",
  action: action as "mask",
  types: [...types],
});
const pattern = (source: string, action: "block" | "mask" | "flag" = "mask"): ResponseGuardrail => ({
  id: "words",
  kind: "pattern",
  action,
  patterns: [source],
});

const inOrder = (findings: Findings) =>
  findings.list().sort((a, b) => (`${a.guardrail} ${a.rule}` < `${b.guardrail} ${b.rule}` ? -1 : 1));

function run(list: ResponseGuardrail[], pieces: readonly string[]) {
  const findings = new Findings();
  const window = new TextWindow(sideOf("response", list), findings, { chars: 0 }, { stops: true });
  const released = pieces.map((piece) => window.push(piece));
  return {
    released,
    text: released.join("") + window.flush(),
    findings: inOrder(findings),
  };
}

/** As an answer is checked that comes in one piece. */
function runWhole(list: ResponseGuardrail[], text: string) {
  const findings = new Findings();
  const window = new TextWindow(sideOf("response", list), findings, { chars: 0 }, { stops: true });
  return {
    text: window.whole(text),
    findings: inOrder(findings),
  };
}

describe("a text in pieces", () => {
  test("is checked as if it came whole, wherever it is cut", () => {
    const word = fc.oneof(
      { weight: 1, arbitrary: fc.constantFrom(...values) },
      { weight: 3, arbitrary: fc.constantFrom(...filler) },
    );
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 14 }),
        fc.array(fc.integer({ min: 1, max: 23 }), { minLength: 1 }),
        (words, sizes) => {
          const text = words.join(" ");
          const list = [pii("mask"), pattern("(?i)project\\s{1,3}raven")];
          const pieces: string[] = [];
          for (let at = 0, turn = 0; at < text.length; turn++) {
            const size = sizes[turn % sizes.length] ?? 1;
            pieces.push(text.slice(at, at + size));
            at += size;
          }
          const whole = runWhole(list, text);
          const inPieces = run(list, pieces);
          expect(inPieces.text).toBe(whole.text);
          expect(inPieces.findings).toEqual(whole.findings);
        },
      ),
      { numRuns: 400 },
    );
  });

  test("is given out at once where nothing can become a value", () => {
    const { released } = run([pii("mask")], ["The quick ", "brown fox ", "jumps over ", "the dog. "]);
    expect(released).toEqual(["The quick ", "brown fox ", "jumps over ", "the dog. "]);
  });

  test("waits no longer than a banned word is long", () => {
    const { released, text } = run([pattern("raven")], ["the rav", "ine is deep"]);
    expect(released).toEqual(["the ", "ravine is deep"]);
    expect(text).toBe("the ravine is deep");
  });

  test("the same value has the same name, another value another", () => {
    const said = "write to jane@example.com or joe@example.com, JANE@example.com first";
    expect(run([pii("mask")], [said]).text).toBe("write to [EMAIL_1] or [EMAIL_2], [EMAIL_1] first");
  });

  test("a pattern that never ends holds back until it cannot match, however long", () => {
    const pieces = ["one ", `a${"x".repeat(20_000)}`, "y".repeat(100), "z\nand a", "b"];
    expect(run([pattern("a.*b")], pieces).released.map((text) => text.length)).toEqual([4, 0, 0, 20_103, 0]);
    const found = run([pattern("(?s)a.*b")], pieces);
    expect(found.text).toBe("one [PATTERN_1_1]");
  });

  test("has the same matches with any pattern, wherever it is cut", () => {
    const atom = fc.constantFrom(
      ...["a", "b", "[ab]", "\\w+", ".", ".*", "(?s:.*)", "(?:a|bb)", "(ab)?", "a{1,3}", "[^a]", "b{2}", "|"],
      ...["a+?", "b*", "\\s+", "\\b", "\\B", "^", "$", "(?m:^)", "(?m:$)", "(?i:A)", "c{2,}", "@"],
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(atom, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 3 }),
        fc.array(fc.stringMatching(/^[abcA \n😀@.]{1,60}$/u), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (sources, pieces, withPii) => {
          const list = sources.map((source, index) => ({
            ...pattern(source.join(""), index === 1 ? "flag" : "mask"),
            id: `p${index}`,
          }));
          if (withPii) list.push(pii("mask") as never);
          const whole = runWhole(list, pieces.join(""));
          const inPieces = run(list, pieces);
          expect(inPieces.text).toBe(whole.text);
          expect(inPieces.findings).toEqual(whole.findings);
        },
      ),
      { numRuns: 1_500 },
    );
  });
});

test("a blocked value is thrown before any of it is given out", () => {
  const findings = new Findings();
  const window = new TextWindow(sideOf("response", [pii("block")]), findings, { chars: 0 }, { stops: true });
  expect(window.push("card 4111 1111")).not.toContain("4111");
  expect(() => window.push(" 1111 1111 is") + window.flush()).toThrow(
    /guardrail "pii": card in the response/,
  );
});

test("what is flagged passes unchanged and is counted", () => {
  const { text, findings } = run([pii("flag", ["email"])], ["a@example.com b@exam", "ple.com"]);
  expect(text).toBe("a@example.com b@example.com");
  expect(findings).toEqual([
    { guardrail: "pii", kind: "pii", at: "response", action: "flag", rule: "email", count: 2 },
  ]);
});

test("a size is broken once", () => {
  const size: ResponseGuardrail = { id: "long", kind: "size", action: "flag", charsMax: 5 };
  expect(run([size], ["abc", "def", "ghi"]).findings).toMatchObject([{ rule: "characters", count: 1 }]);
});
