import { describe, expect, it } from "vitest";
import { matcherText, readMatchers, stateAt } from "./rules.ts";

describe("conditions on labels", () => {
  it("are read as Alertmanager writes them", () => {
    expect(readMatchers('{alertname="High load", job!="b", host=~"c.*", dc!~"x|y"}')).toEqual([
      { name: "alertname", value: "High load", isRegex: false, isEqual: true },
      { name: "job", value: "b", isRegex: false, isEqual: false },
      { name: "host", value: "c.*", isRegex: true, isEqual: true },
      { name: "dc", value: "x|y", isRegex: true, isEqual: false },
    ]);
  });
  it("may go without braces, quotes and spaces", () => {
    expect(readMatchers("alertname=High load,job=~node.*")).toEqual([
      { name: "alertname", value: "High load", isRegex: false, isEqual: true },
      { name: "job", value: "node.*", isRegex: true, isEqual: true },
    ]);
    expect(readMatchers("")).toEqual([]);
    expect(readMatchers('empty=""')).toEqual([{ name: "empty", value: "", isRegex: false, isEqual: true }]);
  });
  it("keep quotes, commas and backslashes inside quotes", () => {
    expect(readMatchers(String.raw`a="x, \"y\"", b=~"1\.2"`)).toEqual([
      { name: "a", value: 'x, "y"', isRegex: false, isEqual: true },
      { name: "b", value: "1\\.2", isRegex: true, isEqual: true },
    ]);
  });
  it.each(["alertname", '{a="b"', 'a="b', 'a="b" c="d"', '="b"', "!"])(
    "name what is wrong with %s",
    (text) => {
      expect(readMatchers(text)).toMatchObject({ fault: expect.any(String) });
    },
  );
  it("are printed so that they can be read again", () => {
    const matchers = readMatchers(String.raw`a="x, \"y\"", b!~"z"`);
    if ("fault" in matchers) throw new Error(matchers.fault);
    expect(readMatchers(matchers.map(matcherText).join(", "))).toEqual(matchers);
  });
});

describe("a silence", () => {
  it("is pending, active, expired by its times alone", () => {
    const times = { startsAt: new Date(1_000), endsAt: new Date(2_000) };
    expect([999, 1_000, 1_999, 2_000].map((at) => stateAt(times, new Date(at)))).toEqual([
      "pending",
      "active",
      "active",
      "expired",
    ]);
  });
});
