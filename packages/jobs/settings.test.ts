import { describe, expect, it } from "vitest";
import { parseRedisInfo, startedAttemptsMax } from "./settings.ts";

describe("parseRedisInfo", () => {
  it("reads what jobs depend on", () => {
    const info =
      "# Memory\r\nused_memory:1024\r\nmaxmemory:4096\r\nmaxmemory_policy:allkeys-lru\r\naof_enabled:1\r\n";
    expect(parseRedisInfo(info)).toEqual({
      evictionPolicy: "allkeys-lru",
      appendOnly: true,
      usedBytes: 1024,
      maxBytes: 4096,
    });
  });

  it("calls an absent policy unknown, which boot refuses", () => {
    expect(parseRedisInfo("").evictionPolicy).toBe("unknown");
  });
});

describe("startedAttemptsMax", () => {
  it("never cuts the declared attempts short", () => {
    for (const attempts of [1, 5, 20]) expect(startedAttemptsMax(attempts)).toBeGreaterThan(attempts);
  });
});
