import { describe, expect, it } from "vitest";
import { draftOf, isEdited, moved, templateOf } from "./draft.ts";

const version = {
  type: "chat" as const,
  template: [
    { role: "system", content: "Be brief" },
    { type: "placeholder" as const, name: "history" },
    { role: "user", content: "{{question}}" },
  ],
  declaredVariables: null,
  config: { temperature: 0.2 },
};

describe("a draft", () => {
  it("says what its version says until something is changed", () => {
    const draft = draftOf(version);
    expect(templateOf(draft)).toEqual(version.template);
    expect(isEdited(draft, version)).toBe(false);
    expect(isEdited({ ...draft, config: {} }, version)).toBe(true);
    expect(isEdited({ ...draft, items: draft.items.slice(1) }, version)).toBe(true);
  });
});

it.each([
  [0, 1, ["b", "a", "c"]],
  [2, 0, ["c", "a", "b"]],
  [0, -1, ["a", "b", "c"]],
  [2, 3, ["a", "b", "c"]],
])("moves %i to %i, and nothing past an end", (from, to, expected) => {
  expect(moved(["a", "b", "c"], from, to)).toEqual(expected);
});
