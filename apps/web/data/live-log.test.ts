import { describe, expect, it } from "vitest";
import { createLiveLog } from "./live-log.ts";

describe("what a page missed before it heard of changes", () => {
  it("nothing when nothing happened between its reading and the stream", () => {
    const log = createLiveLog();
    expect(log.loaded(7)).toEqual([]);
    expect(log.placed(7)).toEqual([]);
  });

  it("everything is asked for again when something happened meanwhile", () => {
    const log = createLiveLog();
    log.loaded(7);
    log.loaded(9);
    expect(log.placed(9)).toBe("all");
  });

  it("a page that came while the stream was open misses what was said before it was shown, by noun", () => {
    const log = createLiveLog();
    log.loaded(3);
    log.placed(3);
    log.heard(4, ["promotions", "models"]);
    log.heard(5, ["promotions"]);
    expect(log.loaded(5)).toEqual([]);
    expect(log.loaded(4)).toEqual(["promotions"]);
    expect(log.loaded(3)).toEqual(["promotions", "models"]);
  });

  it("everything, when what was said is no longer remembered", () => {
    const log = createLiveLog();
    log.placed(0);
    for (let at = 1; at <= 300; at++) log.heard(at, ["alerts"]);
    expect(log.loaded(50)).toBe("all");
    expect(log.loaded(250)).toEqual(["alerts"]);
  });

  it("nothing after a break in which nothing was said, everything after one in which something was", () => {
    const log = createLiveLog();
    log.placed(4);
    log.heard(5, ["alerts"]);
    expect(log.placed(5)).toEqual([]);
    expect(log.placed(8)).toBe("all");
  });

  it("everything when the numbers began anew", () => {
    const log = createLiveLog();
    log.placed(40);
    expect(log.placed(1)).toBe("all");
  });

  it("nothing is concluded from a page whose number is unknown", () => {
    const log = createLiveLog();
    expect(log.loaded(null)).toEqual([]);
    expect(log.placed(12)).toEqual([]);
    expect(log.loaded(null)).toEqual([]);
  });
});
