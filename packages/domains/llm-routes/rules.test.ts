import { describe, expect, it } from "vitest";
import { sharesProblem, targetsInWords } from "./rules.ts";

const share = (weight: number, tier = 0) => ({ weight, tier });

describe("shares", () => {
  it.each([
    [[share(100)], null],
    [[share(33.3), share(33.3), share(33.4)], null],
    [[share(60), share(40), share(100, 1), share(50, 2), share(50, 2)], null],
    [[], "Name at least one target"],
    [[share(100, 1)], "No target takes calls from the start: give at least one a share"],
    [[share(50), share(40)], "The shares add up to 90 %, not to 100 %"],
    [[share(100), share(20, 2)], "The shares of fallback 2 add up to 20 %, not to 100 %"],
  ])("%j: %s", (targets, problem) => {
    expect(sharesProblem(targets)).toBe(problem);
  });
});

it("targets are told in the order in which they are asked", () => {
  const of = (provider: string, model: string, weight: number, tier: number) => ({
    provider,
    model,
    weight,
    tier,
  });
  expect(
    targetsInWords([
      of("Anthropic", "haiku", 100, 1),
      of("OpenAI", "mini", 80, 0),
      of("Groq", "llama", 20, 0),
    ]),
  ).toBe("OpenAI mini 80 %, Groq llama 20 %; then Anthropic haiku");
});
