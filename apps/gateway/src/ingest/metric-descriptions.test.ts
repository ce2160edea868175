import { describe, expect, it } from "vitest";
import { createMetricDescriptions } from "./metric-descriptions.ts";

const said = (description: string) => ({ kind: null, unit: "", description });

describe("metric descriptions", () => {
  it("are remembered by workspace and family", () => {
    const descriptions = createMetricDescriptions();
    descriptions.say("a", "up", said("Is it up"), 100);
    expect(descriptions.of("a", "up")).toEqual(said("Is it up"));
    expect([descriptions.of("b", "up"), descriptions.of("a", "down")]).toEqual([undefined, undefined]);
  });

  it("are news once the sender had time to say all of it, and not again while nothing changes", () => {
    const descriptions = createMetricDescriptions();
    expect(descriptions.newsSeconds("a", 100)).toBe(0);
    descriptions.say("a", "up", said("Is it up"), 100);
    descriptions.say("a", "load", said("How much"), 101);
    expect([104, 105, 200].map((now) => descriptions.newsSeconds("a", now))).toEqual([0, 105, 105]);
    descriptions.say("a", "up", said("Is it up"), 200);
    expect(descriptions.newsSeconds("a", 300)).toBe(105);
  });

  it("are news once a minute at most", () => {
    const descriptions = createMetricDescriptions();
    descriptions.say("a", "up", said("1"), 100);
    descriptions.say("a", "up", said("2"), 110);
    expect([164, 165].map((now) => descriptions.newsSeconds("a", now))).toEqual([105, 165]);
  });
});
