import { describe, expect, it } from "vitest";
import { draftOfLimits, faultOfPeriod, limitsOf } from "./limits-draft.ts";

const limits = {
  requestsPerMinute: 60,
  tokensPerMinute: null,
  spend: [
    { period: "month" as const, limitUsd: "25" },
    { period: "day" as const, limitUsd: "0" },
  ],
  unpriced: "refuse" as const,
};

describe("limits in the form", () => {
  it("come back as they were, shortest period first; zero is a limit, empty is none", () => {
    expect(limitsOf(draftOfLimits(limits))).toEqual({
      requestsPerMinute: 60,
      tokensPerMinute: null,
      spend: [
        { period: "day", limitUsd: "0" },
        { period: "month", limitUsd: "25" },
      ],
      unpriced: "refuse",
    });
  });
  it("put a fault beside the period it is about, though empty ones are not sent", () => {
    const faults = [{ path: "limits.spend.1.limitUsd", message: "An amount in USD" }];
    const draft = draftOfLimits(limits);
    expect(faultOfPeriod(draft, "month", faults)).toBe("An amount in USD");
    expect(faultOfPeriod(draft, "day", faults)).toBeUndefined();
    expect(faultOfPeriod(draft, "week", faults)).toBeUndefined();
  });
});
