import type { PromptRun } from "@triops/domains/prompt-runs/schemas";
import { expect, it } from "vitest";
import { afterEvent, afterLoss, isGoing, type Results, waiting } from "./results.ts";

it("shows text as it comes, calls, and the end", () => {
  const call = { id: "c", name: "weather", arguments: "{}", result: "sun" };
  const run = {
    state: "done",
    output: "Sunny",
    toolCalls: [call],
    errorMessage: null,
  } as unknown as PromptRun;
  const events = [
    { kind: "begun", key: "a", id: "r" },
    { kind: "tool", key: "a", call },
    { kind: "text", key: "a", text: "Sun" },
    { kind: "text", key: "a", text: "ny" },
  ] as const;
  const going = events.reduce<Results>(afterEvent, { a: waiting() });
  expect(going.a).toMatchObject({ state: "running", id: "r", text: "Sunny", calls: [call] });
  expect(isGoing(going.a)).toBe(true);
  const ended = afterEvent(going, { kind: "ended", key: "a", run });
  expect(ended.a).toMatchObject({ state: "done", text: "Sunny", run });
});

it("fails what still waits when the connection is lost, and nothing else", () => {
  const results = { a: waiting(), b: { ...waiting(), state: "done" as const } };
  const after = afterLoss(results, ["a", "b"], "Lost");
  expect([after.a?.state, after.b?.state]).toEqual(["failed", "done"]);
});
