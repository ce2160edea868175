import { describe, expect, it } from "vitest";
import { labelsOfRows, readSort, sortRows, toRows } from "./table-rows.ts";

const answer = {
  rows: [
    { labels: { __name__: "up", job: "api", instance: "web-10" }, value: 1 },
    { labels: { __name__: "up", job: "api", instance: "web-9" }, value: Number.NaN },
    { labels: { __name__: "up", job: "api", instance: "web-2" }, value: Number.POSITIVE_INFINITY },
  ],
  seriesTotal: 3,
  atMs: 0,
  warnings: [],
};
const rows = toRows([
  { query: { id: "A" }, answer },
  { query: { id: "B" }, answer: undefined },
]);
const instances = (sort: string) => sortRows(rows, readSort(sort)).map(({ labels }) => labels.instance);

describe("rows of the table", () => {
  it("name first what tells them apart", () => {
    expect(labelsOfRows(rows)).toEqual(["__name__", "instance", "job"]);
  });
  it("have the greatest value first and what is no number last", () => {
    expect(instances("")).toEqual(["web-2", "web-10", "web-9"]);
    expect(instances("value.ascending")).toEqual(["web-10", "web-2", "web-9"]);
  });
  it("sort labels as people count", () => {
    expect(instances("label:instance.ascending")).toEqual(["web-2", "web-9", "web-10"]);
  });
  it("read their order from a link, whatever stands in it", () => {
    expect(readSort("label:a.b.ascending")).toEqual({ columnId: "label:a.b", direction: "ascending" });
    expect(readSort("value.sideways")).toEqual({ columnId: "value", direction: "descending" });
  });
});
