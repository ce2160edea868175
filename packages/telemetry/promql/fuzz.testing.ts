import fc from "fast-check";
import { labelSet } from "./labels.ts";
import type { Point } from "./memory-storage.testing.ts";

/** Queries and samples at random, made to meet often: few names, few labels, times on and off the grid. */

const metric = fc.constantFrom("a_total", "b", "c_total");
const matchers = fc.constantFrom("", '{x="1"}', '{x!="1"}', '{x=~"1|2"}', '{y=""}', '{y!~"p.*"}');
const range = fc.constantFrom("[1m]", "[90s]", "[4m]", "[7m30s]");
const timing = fc.constantFrom(
  "",
  "",
  "",
  " offset 1m",
  " offset -45s",
  " @ 300",
  " @ start()",
  " @ end() offset 30s",
);

const selector = fc.tuple(metric, matchers, timing).map((parts) => parts.join(""));
const overRange = fc
  .tuple(
    fc.constantFrom(
      ...["rate", "increase", "delta", "irate", "idelta", "deriv", "changes", "resets", "count_over_time"],
      ...[
        "sum_over_time",
        "avg_over_time",
        "min_over_time",
        "max_over_time",
        "last_over_time",
        "stddev_over_time",
      ],
      ...["present_over_time", "absent_over_time"],
    ),
    metric,
    matchers,
    range,
    timing,
  )
  .map(([name, ...rest]) => `${name}(${rest.join("")})`);

const { expression } = fc.letrec<{ expression: string; leaf: string }>((tie) => ({
  leaf: fc.oneof(selector, overRange),
  expression: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    tie("leaf"),
    fc
      .tuple(
        fc.constantFrom("sum", "avg", "max", "count", "stddev", "group"),
        fc.constantFrom(" by (x)", " without (x)", ""),
        tie("expression"),
      )
      .map(([name, by, inner]) => `${name}${by} (${inner})`),
    fc
      .tuple(fc.constantFrom("topk", "bottomk", "quantile"), tie("expression"))
      .map(([name, inner]) => `${name}(${name === "quantile" ? "0.3" : "2"}, ${inner})`),
    fc
      .tuple(
        tie("expression"),
        fc.constantFrom("+", "-", "*", "/", ">", "<= bool", "and", "or", "unless"),
        tie("expression"),
      )
      .map(([left, op, right]) => `(${left}) ${op} (${right})`),
    fc
      .tuple(fc.constantFrom("abs", "ceil", "sgn", "timestamp", "-", "sort"), tie("expression"))
      .map(([name, inner]) => `${name}(${inner})`),
    fc
      .tuple(
        fc.constantFrom("max_over_time", "sum_over_time", "rate", "last_over_time"),
        tie("expression"),
        fc.constantFrom("[5m:1m]", "[3m:37s]"),
      )
      .map(([name, inner, window]) => `${name}((${inner})${window})`),
  ),
}));

const value = fc.oneof(
  { weight: 12, arbitrary: fc.integer({ min: -50, max: 1_000 }) },
  { weight: 3, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Infinity, -Infinity, 0) },
  { weight: 1, arbitrary: fc.constant("stale" as const) },
);

/** Every 15 s or so, with gaps. */
const points = fc
  .array(fc.tuple(value, fc.constantFrom(15_000, 15_000, 15_000, 14_987, 30_000, 60_000, 400_000)), {
    minLength: 1,
    maxLength: 60,
  })
  .map((steps) => {
    let timeMs = 0;
    return steps.map(([each, afterMs]): Point => {
      timeMs += afterMs;
      return [timeMs, each];
    });
  });

/** A counter: rises, and falls to zero now and then. */
const counterPoints = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 50 }), fc.constantFrom(1, 1, 1, 1, 1, 0)), {
    minLength: 2,
    maxLength: 60,
  })
  .map((steps) => {
    let total = 0;
    return steps.map(([grown, kept], index): Point => {
      total = (total + grown) * kept;
      return [index * 15_000 + 3, total];
    });
  });

const series = fc
  .tuple(metric, fc.constantFrom("1", "2", "3"), fc.constantFrom("", "p", "q"))
  .chain(([name, x, y]) =>
    fc.record({
      labels: fc.constant(
        labelSet([
          ["__name__", name],
          ["x", x],
          ["y", y],
        ]),
      ),
      points: name.endsWith("_total") ? fc.oneof(counterPoints, points) : points,
    }),
  );

export const world = fc.array(series, { minLength: 1, maxLength: 8 });

export const question = fc.record({
  query: expression,
  startMs: fc.constantFrom(0, 300_000, 301_234),
  stepMs: fc.constantFrom(15_000, 60_000, 61_500),
  steps: fc.integer({ min: 1, max: 15 }),
});
