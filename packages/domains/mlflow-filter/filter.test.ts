import { isTriopsError } from "@triops/kernel/errors";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Filter, parseFilter, parseOrdering, type Searched } from "./parse.ts";

const searched: Searched = {
  attributes: {
    run_id: { field: "run_id", type: "text", list: true },
    run_name: { field: "run_name", type: "text" },
    "Run name": { field: "run_name", type: "text" },
    start_time: { field: "start_time", type: "number" },
    created: { field: "start_time", type: "number" },
  },
  entities: ["metric", "parameter", "tag", "dataset"],
};

/** A filter as text with all its brackets. */
function told(filter: Filter | null): string {
  if (filter === null) return "everything";
  if (filter.kind === "not") return `!(${told(filter.term)})`;
  if (filter.kind === "compare")
    return `${filter.entity}[${filter.key}] ${filter.op} ${JSON.stringify(filter.value)}`;
  return `(${filter.terms.map(told).join(filter.kind === "and" ? " & " : " | ")})`;
}

describe("filters", () => {
  it.each([
    ["", "everything"],
    ["metrics.rmse < 1", "metric[rmse] < 1"],
    ["metric.rmse >= -1.5e-3", "metric[rmse] >= -0.0015"],
    ["params.a.b = 'x'", 'parameter[a.b] = "x"'],
    ["tags.`mlflow.source name` != \"it''s\"", "tag[mlflow.source name] != \"it''s\""],
    ["tag.`mlflow.prompt.is_prompt` != 'true'", 'tag[mlflow.prompt.is_prompt] != "true"'],
    ["params.\"the key\" LIKE '%a'", 'parameter[the key] LIKE "%a"'],
    ["params.k ilike 'it''s'", 'parameter[k] ILIKE "it\'s"'],
    ["run_id in ('a', \"b\")", 'attribute[run_id] IN ["a","b"]'],
    ["attribute.run_id NOT IN ('a')", 'attribute[run_id] NOT IN ["a"]'],
    ["tags.x IS NULL and tags.y is not null", "(tag[x] IS NULL null & tag[y] IS NOT NULL null)"],
    ["created > 5", "attribute[start_time] > 5"],
    ["Run name = 'a'", 'attribute[run_name] = "a"'],
    ["`Run name` = 'a'", 'attribute[run_name] = "a"'],
    ["dataset.name = 'd' AND datasets.digest IN ('1')", '(dataset[name] = "d" & dataset[digest] IN ["1"])'],
    [
      "metrics.a > 1 OR metrics.b > 1 AND NOT (params.c = 'd' or params.e = 'f')",
      '(metric[a] > 1 | (metric[b] > 1 & !((parameter[c] = "d" | parameter[e] = "f"))))',
    ],
    ["NOT NOT metrics.a = 1", "!(!(metric[a] = 1))"],
    ["metrics.`m/1` <> 2", "metric[m/1] != 2"],
    ["metrics.val/loss<.5", "metric[val/loss] < 0.5"],
  ])("%s", (text, wanted) => {
    expect(told(parseFilter(text, searched))).toBe(wanted);
  });

  it.each([
    ["metrics.a > 'x'", /Expected numeric value type for metric. Found 'x'/],
    ["params.a = 1", /Expected a quoted string value for parameter/],
    ["run_name = 1", /Expected a quoted string value for attributes/],
    ["start_time = 'x'", /Expected numeric value type for numeric attribute: start_time/],
    ["acme.a = 'x'", /Invalid entity type 'acme'/],
    ["nothing = 'x'", /Invalid attribute key 'nothing' specified/],
    ["params.a > 'x'", /Invalid comparator '>' not one of/],
    ["metrics.a LIKE 'x'", /Invalid comparator 'LIKE' not one of/],
    ["params.a IN ('x')", /Invalid comparator 'IN'/],
    ["metrics.a IS NULL", /IS NULL \/ IS NOT NULL is only supported for tags and params/],
    ["dataset.size = 'x'", /Invalid dataset key 'size'/],
    ["metrics.a > 1 AND", /Expected 'Identifier' found 'the end'/],
    ["metrics.a > 1 metrics.b > 1", /Invalid clause\(s\) in filter string: 'metrics.b > 1'/],
    ["(metrics.a > 1", /expected '\)'/],
    ["params.a = 'x", /Invalid clause\(s\) in filter string/],
    ["run_id IN ()", /expected string value/],
    ["metrics.a", /Expected comparison found 'the end'/],
    ["__proto__ = 'x'", /Invalid attribute key/],
    ["constructor.a = 'x'", /Invalid entity type/],
    [`${"(".repeat(100)}metrics.a > 1`, /nested deeper/],
  ])("%s is refused", (text, message) => {
    expect(() => parseFilter(text, searched)).toThrow(message);
  });

  it("refuse whatever they do not understand with a client's fault and nothing else", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ..."metrics.a|params.b|tags.`c d`|run_id|'x'|\"y\"|1|-2.5e3|=|!=|>|AND|OR|NOT|(|)|IN|IS|NULL|LIKE|,".split(
          "|",
        ),
      ),
      fc.string({ unit: "binary", maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.constantFrom(" ", ""), (pieces, between) => {
        for (const parse of [parseFilter, (text: string) => parseOrdering([text], searched)]) {
          try {
            parse(pieces.join(between), searched);
          } catch (error) {
            if (!isTriopsError(error) || error.code !== "invalid") throw error;
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe("orders", () => {
  it.each([
    ["start_time DESC", { entity: "attribute", key: "start_time", ascending: false }],
    ["metrics.`a b`", { entity: "metric", key: "a b", ascending: true }],
    ["params.x asc", { entity: "parameter", key: "x", ascending: true }],
    ["attribute.created desc", { entity: "attribute", key: "start_time", ascending: false }],
    ["Run name", { entity: "attribute", key: "run_name", ascending: true }],
  ])("%s", (text, wanted) => {
    expect(parseOrdering([text], searched)).toEqual([wanted]);
  });

  it.each(["", "start_time UP", "start_time DESC x", "nothing", "dataset.name", "'x'"])(
    "%j is refused",
    (text) => {
      expect(() => parseOrdering([text], searched)).toThrow(/Invalid|order_by/);
    },
  );

  it("are limited to what the thing can be ordered by", () => {
    const models: Searched = {
      attributes: searched.attributes,
      entities: ["tag"],
      orderable: { timestamp: "updated" },
    };
    expect(parseOrdering(["timestamp DESC"], models)).toEqual([
      { entity: "attribute", key: "updated", ascending: false },
    ]);
    expect(() => parseOrdering(["run_name"], models)).toThrow(/Invalid order by key 'run_name'/);
  });
});
