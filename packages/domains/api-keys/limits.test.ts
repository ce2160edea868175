import { describe, expect, it } from "vitest";
import { keptLimits, limitsOf } from "./limits.ts";
import { ingestLimits, keyLimits } from "./schemas.ts";

describe("limits of a workspace", () => {
  it("are the defaults where its owner chose none", () => {
    expect(limitsOf(null)).toEqual(keyLimits);
    expect(limitsOf({ seriesMax: 500 })).toEqual({ ...keyLimits, seriesMax: 500 });
  });

  it("keep only what differs, so that better defaults reach everybody else", () => {
    expect(keptLimits(keyLimits)).toEqual({});
    expect(keptLimits({ ...keyLimits, requestsPerSecondMax: 5 })).toEqual({ requestsPerSecondMax: 5 });
    expect(limitsOf(keptLimits({ ...keyLimits, seriesMax: 101 }))).toEqual({ ...keyLimits, seriesMax: 101 });
  });

  it("fall back to the defaults when what is kept cannot be read", () => {
    expect(limitsOf({ seriesMax: "many" })).toEqual(keyLimits);
    expect(limitsOf("nonsense")).toEqual(keyLimits);
  });

  it("cannot be set to nothing or to more than a gateway bears", () => {
    const faultOf = (limits: object) => ingestLimits.partial().safeParse(limits).error?.issues[0]?.message;
    expect(faultOf({ requestsPerSecondMax: 0 })).toBe("At least 1");
    expect(faultOf({ requestsPerSecondMax: "many" })).toBe("A whole number");
    expect(faultOf({ bytesPerSecondMax: 1 })).toBe("At least 64 KiB");
    expect(ingestLimits.partial().safeParse({ bytesPerSecondMax: 2 ** 40 }).success).toBe(false);
  });
});
