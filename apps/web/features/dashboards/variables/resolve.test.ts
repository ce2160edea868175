import type { Variable } from "@triops/domains/dashboards/schemas";
import { describe, expect, it } from "vitest";
import { questionOf, resolveOptions } from "./resolve.ts";

const variable = (name: string, query: string, more: Partial<Variable> = {}): Variable => ({
  name,
  label: "",
  kind: "query",
  query,
  pattern: "",
  values: [],
  multi: false,
  includeAll: false,
  allValue: "",
  chosen: [],
  hidden: false,
  ...more,
});
const base = { intervalSeconds: 60, fromMs: 0, toMs: 1 };

describe("a variable's query", () => {
  it.each([
    ["label_values(instance)", { kind: "labelValues", label: "instance", match: "" }],
    ["label_values(up, job)", { kind: "labelValues", label: "job", match: "up" }],
    [
      'label_values(up{a="x,y)", b=~"z"}, job)',
      { kind: "labelValues", label: "job", match: 'up{a="x,y)", b=~"z"}' },
    ],
    ["metrics(node_.*)", { kind: "metrics", pattern: "node_.*" }],
    ["query_result(up)", null],
    ["label_values()", null],
  ])("%s", (query, wanted) => {
    expect(questionOf(query)).toEqual(wanted);
  });
});

it("a chain asks with what is chosen before it, wherever it stands in the list", async () => {
  const asked: string[] = [];
  const { options } = await resolveOptions(
    [
      variable("instance", 'label_values(up{job="$job"}, instance)'),
      variable("job", "label_values(up, job)"),
    ],
    new Map([["job", ["api"]]]),
    base,
    async (question) => {
      asked.push(question.kind === "labelValues" ? `${question.match} ${question.label}` : "");
      return ["a", "b"];
    },
  );
  expect(asked).toEqual(["up job", 'up{job="api"} instance']);
  expect(options.get("instance")).toEqual(["a", "b"]);
});

it("one that fails leaves the others alone and says why", async () => {
  const { options, faults } = await resolveOptions(
    [variable("x", "label_values(up, x)"), variable("y", "label_values(up, y)")],
    new Map(),
    base,
    async (question) => {
      if (question.kind === "labelValues" && question.label === "x") throw new Error("away");
      return ["v"];
    },
  );
  expect(options.get("y")).toEqual(["v"]);
  expect(faults.get("x")).toBe("away");
});
