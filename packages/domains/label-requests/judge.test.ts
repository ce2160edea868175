import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { renderPrompt, takenBy } from "../prompts/index.ts";
import { type Candidate, incompatibilities, judge, sampleOf } from "./judge.ts";
import { blockedBecause, stateAfter } from "./rules.ts";

const of = (template: string, declared: Record<string, unknown> | null = null, version = 1): Candidate => {
  const { variables, fault } = takenBy(template, declared);
  return { version, type: "text", template, variables, fault };
};
const states = (candidate: Candidate, current: Candidate | null) =>
  judge(candidate, current, renderPrompt).map(({ state }) => state);

describe("checks", () => {
  it("pass for a version that takes what the current one takes", () => {
    expect(states(of("Hi {{name}}"), of("Hello {{name}} {{extra}}"))).toEqual(["passed", "passed", "passed"]);
    expect(states(of("Hi {{name}}"), null)).toEqual(["passed", "passed", "passed"]);
  });
  it("fail for what nobody sends yet, unless it has a default", () => {
    const current = of("{{a}}");
    expect(incompatibilities(current, of("{{a}} {{b}}"))).toEqual([
      "b is new and must be given; nobody sends it yet",
    ]);
    expect(incompatibilities(current, of("{{a}} {{b}}", { properties: { b: { default: "x" } } }))).toEqual(
      [],
    );
    expect(incompatibilities(of("{{#b}}x{{/b}}"), of("{{b}}"))[0]).toContain("takes it or leaves it");
  });
  it("fail for a type that is no longer taken; a whole number is a number", () => {
    const typed = (type: string) => of("{{a}}", { properties: { a: { type } }, required: ["a"] });
    expect(incompatibilities(typed("string"), typed("number"))[0]).toContain("a may be string now");
    expect(incompatibilities(typed("integer"), typed("number"))).toEqual([]);
  });
  it("fail for a version that cannot be put together", () => {
    const broken = { ...of("x"), fault: "Prompt dependency not found: y - label production" };
    expect(states(broken, null)).toEqual(["failed", "passed", "failed"]);
    expect(stateAfter([{ state: "passed" }, { state: "failed" }])).toBe("failed");
  });
  it("render any template with the sample made for it", () => {
    const piece = fc.constantFrom("{{a}}", "{{b.c}}", "{{#d}}{{e}}{{/d}}", "{{^f}}none{{/f}}", "text ");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (parts) => {
        expect(states(of(parts.join("")), null)).toEqual(["passed", "passed", "passed"]);
      }),
    );
  });
  it("make samples that fit their schemas", () => {
    const schema = {
      properties: {
        tone: { enum: ["kind", "brief"] },
        count: { type: "integer", minimum: 3 },
        tags: { type: "array", minItems: 2, items: { type: "string", minLength: 8 } },
        user: { type: "object", properties: { name: {} }, required: ["name"] },
      },
    };
    expect(sampleOf(schema)).toEqual({
      tone: "kind",
      count: 3,
      tags: ["sample..", "sample.."],
      user: { name: "sample" },
    });
  });
});

describe("who may decide", () => {
  const now = new Date("2026-11-23T12:00:00Z");
  const open = { state: "waiting", requesterId: "ann", expiresAt: "2026-11-24T12:00:00Z" };
  const ann = { kind: "member", id: "ann" };
  const bob = { kind: "member", id: "bob" };
  it.each([
    ["somebody else", open, bob, null],
    ["the requester", open, ann, "Your own request: somebody else must approve it"],
    ["a key", open, { kind: "apiKey", id: "k" }, "An approval is a person's: sign in"],
    ["anybody, with a failed check", { ...open, state: "failed" }, bob, "A check did not pass"],
    ["anybody, when it is decided", { ...open, state: "rejected" }, bob, "Already rejected"],
    ["anybody, when its time is over", { ...open, expiresAt: now }, bob, "It expired"],
  ])("%s", (_who, request, actor, reason) => {
    expect(blockedBecause.approve(request, actor, now)).toBe(reason);
  });
});
