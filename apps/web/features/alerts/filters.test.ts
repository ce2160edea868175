import { describe, expect, it } from "vitest";
import { commonConditions, filtersOf, isPlain } from "./filters.ts";

const plain = { state: "open", severity: "", source: "", service: "", search: "", monitorId: "", where: "" };

describe("the filters of the list", () => {
  it("ask for what the address says", () => {
    expect(filtersOf(plain)).toMatchObject({ state: "open" });
    expect(filtersOf({ ...plain, state: "silenced" })).toMatchObject({ state: "open", silenced: "true" });
    expect(filtersOf({ ...plain, state: "all" })).not.toHaveProperty("state");
  });
  it("send conditions on labels as the API wants them, and leave out what cannot be read", () => {
    const { matchers } = filtersOf({ ...plain, where: 'job="node"' });
    expect(JSON.parse(String(matchers))).toEqual([
      { name: "job", value: "node", isRegex: false, isEqual: true },
    ]);
    expect(filtersOf({ ...plain, where: "job" })).not.toHaveProperty("matchers");
  });
  it("are plain without any", () => {
    expect([isPlain(plain), isPlain({ ...plain, where: "a=b" })]).toEqual([true, false]);
  });
});

describe("what alerts have in common", () => {
  const labels = (instance: string, more = {}) => ({ labels: { alertname: "A", instance, ...more } });
  it("is every label of a single one", () => {
    expect(commonConditions([labels("a")])?.map(({ name }) => name)).toEqual(["alertname", "instance"]);
  });
  it("is only what all of them share", () => {
    expect(commonConditions([labels("a"), labels("b")])).toEqual([
      { name: "alertname", value: "A", isRegex: false, isEqual: true },
    ]);
    expect(commonConditions([labels("a"), { labels: { alertname: "B" } }])).toBeNull();
    expect(commonConditions([])).toBeNull();
  });
});
