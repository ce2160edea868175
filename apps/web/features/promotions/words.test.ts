import type { Promotion } from "@triops/domains/promotions/schemas";
import { describe, expect, it } from "vitest";
import { queueAnswer } from "../../data/request-queue.ts";
import { askText, evidencePairs, moveText, sentenceFor } from "./words.ts";

const asked = { alias: "champion", modelName: "fraud", version: 5, fromVersion: 3 };
const promotion = (state: Promotion["state"], requesterId: string) =>
  ({ ...asked, state, requesterId }) as unknown as Promotion;

describe("a request in words", () => {
  it("says what is asked for, and what moves", () => {
    expect(askText(asked)).toBe("Make fraud version 5 champion");
    expect(askText({ ...asked, version: null })).toBe("Take champion from fraud");
    expect(moveText(asked)).toBe("champion: version 3 → version 5");
    expect(moveText({ ...asked, fromVersion: null })).toBe("champion: nothing yet → version 5");
    expect(moveText({ ...asked, version: null })).toBe("champion: version 3 → nothing");
  });
  it("counts what the reader can decide apart from their own", () => {
    expect(queueAnswer([], false, "me")).toBe("Nothing waits for a decision.");
    const open = [promotion("waiting", "me"), promotion("waiting", "you"), promotion("failed", "you")];
    expect(queueAnswer(open, false, "me")).toBe(
      "3 requests are open: 1 you can decide, 1 of your own, 1 held up by a check.",
    );
    expect(queueAnswer([promotion("checking", "me")], false, "me")).toBe("1 request is open.");
  });
  it("says how the checks ended", () => {
    expect(sentenceFor({ kind: "checked", data: { state: "failed" } })).toMatch(/not all passed/);
    expect(sentenceFor({ kind: "checked", data: { state: "waiting" } })).toMatch(/all passed/);
  });
  it("shows flat evidence only", () => {
    expect(
      evidencePairs({ candidateValue: 0.5, margin: 0, missing: ["a", "b"], deep: { x: 1 }, none: null }),
    ).toEqual([
      ["candidate value", "0.5"],
      ["margin", "0"],
      ["missing", "a, b"],
    ]);
  });
});
