import { describe, expect, it } from "vitest";
import {
  blankQuery,
  fromLink,
  fromPage,
  moved,
  queriesMax,
  toLink,
  withCopy,
  withNew,
  without,
} from "./explorer-queries.ts";

const three = ["A", "B", "C"].map((id) => ({ ...blankQuery(id), text: id.toLowerCase() }));
const ids = (queries: readonly { id: string }[]) => queries.map(({ id }) => id).join("");
const page = { query: "", metric: "", filters: [], groupBy: [], aggregate: "" };

describe("queries of the explorer", () => {
  it("keep their letters when they change places", () => {
    expect(ids(moved(three, "C", -1))).toBe("ACB");
    expect(ids(moved(three, "A", -1))).toBe("ABC");
  });
  it("take the first free letter", () => {
    expect(ids(withNew(without(three, "B")))).toBe("ACB");
    expect(withCopy(three, "A").map(({ id, text }) => id + text)).toEqual(["Aa", "Da", "Bb", "Cc"]);
  });
  it("are never none, and not too many", () => {
    expect(without([blankQuery("C")], "C")).toEqual([blankQuery()]);
    let many = [blankQuery()];
    for (let i = 0; i < 20; i++) many = withNew(many);
    expect(many).toHaveLength(queriesMax);
  });
  it("survive a link", () => {
    const queries = [
      {
        ...blankQuery("B"),
        text: 'up{a="b,c"}',
        mode: "code" as const,
        hidden: true,
        unit: "bytes" as const,
      },
      { ...blankQuery("A"), text: "up" },
    ];
    expect(fromLink(JSON.parse(JSON.stringify(toLink(queries))))).toEqual(queries);
  });
  it.each([null, "x", [], [1, "a"], {}])("are not made of %j", (given) => {
    expect(fromLink(given)).toBeNull();
  });
  it("leave out what is none of theirs", () => {
    expect(fromLink([{ i: "AA", q: 5, u: "parsec" }, { i: "A" }])).toEqual([
      blankQuery("A"),
      blankQuery("B"),
    ]);
  });
  it.each([
    [{ metric: "up" }, "up"],
    [{ metric: "up", aggregate: "avg", groupBy: ["job"] }, "avg by (job) (up)"],
    [{ metric: "a_total", aggregate: "rate" }, "sum(rate(a_total[5m]))"],
    [{ metric: "a_total" }, "rate(a_total[5m])"],
    [{ metric: "a_bucket", aggregate: "p95" }, "histogram_quantile(0.95, sum by (le) (rate(a_bucket[5m])))"],
    [{ metric: "a", aggregate: "p99" }, "histogram_quantile(0.99, sum(rate(a[5m])))"],
    [{ query: "sum(up)" }, "sum(up)"],
    [{ metric: "sum(up) > 1" }, "sum(up) > 1"],
  ])("come from other pages: %j", (given, text) => {
    expect(fromPage({ ...page, ...given })[0]?.text).toBe(text);
  });
});
