import type { LabelRequest } from "@triops/domains/label-requests/schemas";
import { describe, expect, it } from "vitest";
import { queueAnswer } from "../../data/request-queue.ts";
import { askText } from "./words.ts";

const request = (state: string, requesterId: string) => ({ state, requesterId }) as LabelRequest;

it("says what is asked for", () => {
  const asked = { label: "production", promptName: "support/reply" };
  expect(askText({ ...asked, version: 4 })).toBe("Make support/reply v4 production");
  expect(askText({ ...asked, version: null })).toBe("Take production from support/reply");
});

describe("the queue opens with", () => {
  it("what the reader can decide, and what holds the others up", () => {
    const open = [request("waiting", "ann"), request("waiting", "me"), request("failed", "ann")];
    expect(queueAnswer(open, false, "me")).toBe(
      "3 requests are open: 1 you can decide, 1 of your own, 1 held up by a check.",
    );
    expect(queueAnswer([], false, "me")).toBe("Nothing waits for a decision.");
  });
});
