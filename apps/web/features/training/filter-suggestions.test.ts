import { describe, expect, it } from "vitest";
import { filterSuggestions } from "./filter-suggestions.ts";

const seen = { metrics: ["rmse", "f1 score"], params: ["depth"], tags: ["mlflow.user", "team"] };
const labels = (text: string) => filterSuggestions(text, text.length, seen).map(({ label }) => label);

describe("what a filter could go on with", () => {
  it("names that were seen; the client's own tags last", () => {
    expect(labels("").slice(0, 3)).toEqual(["metrics.rmse", "metrics.f1 score", "params.depth"]);
    expect(labels("tags.")).toEqual(["tags.team", "tags.mlflow.user"]);
    expect(filterSuggestions("f1", 2, seen)[0]?.insert).toBe("metrics.`f1 score` ");
  });

  it("after a value a join, after a join names again", () => {
    expect(labels("metrics.rmse < 0.7 ")).toEqual(["AND", "OR"]);
    expect(labels("params.depth = '5' o")).toEqual(["OR"]);
    expect(labels("metrics.rmse < 0.7 AND de")).toEqual(["params.depth"]);
    expect(labels("(metrics.rm")).toEqual(["metrics.rmse"]);
  });

  it("statuses after the status, nothing after other comparisons", () => {
    expect(labels("attributes.status = 'fai")).toEqual(["FAILED"]);
    expect(labels("metrics.rmse < ")).toEqual([]);
  });
});
