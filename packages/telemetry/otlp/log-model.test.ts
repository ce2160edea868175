import { describe, expect, it } from "vitest";
import { levelOf } from "./log-model.ts";

describe("levelOf", () => {
  it.each([
    [1, "", "trace"],
    [9, "whatever", "info"],
    [24, "", "fatal"],
    [0, " Warning ", "warn"],
    [0, "emerg", "fatal"],
    [25, "error", "error"],
    [0, "nonsense", ""],
    [0, "constructor", ""],
    [0, "__proto__", ""],
  ])("number %i with the text %j is %j", (number, text, level) => {
    expect(levelOf(number, text)).toBe(level);
  });
});
