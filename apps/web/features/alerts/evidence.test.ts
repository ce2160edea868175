import { describe, expect, it } from "vitest";
import { readEvidence, whySentence } from "./evidence.ts";

const say = (value: number) => `${value} %`;
const base = { metric: "cpu", value: 97 };

describe("the reason of an alert", () => {
  it("names the limit and how long it was passed", () => {
    const facts = readEvidence({ ...base, kind: "threshold", op: ">", threshold: 95, forMinutes: 10 });
    expect(facts && whySentence(facts, say)).toBe("97 % is above 95 % for 10 minutes.");
  });
  it("names what was expected", () => {
    const facts = readEvidence({ ...base, kind: "anomaly", lower: 10, upper: 30, score: 0.999 });
    expect(facts && whySentence(facts, say)).toBe("97 %, where between 10 % and 30 % was expected.");
  });
  it("says how long it was silent", () => {
    const facts = readEvidence({ ...base, value: null, kind: "absence", afterMinutes: 5 });
    expect(facts && whySentence(facts, say)).toBe("No point has arrived for 5 minutes.");
  });
  it("is silent about what it does not understand", () => {
    expect(readEvidence({ anything: true })).toBeNull();
  });
});
