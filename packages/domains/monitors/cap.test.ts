import { expect, it } from "vitest";
import { judgeFound } from "./evaluate.ts";
import { newEvaluator } from "./evaluator.ts";
import { seriesMax } from "./rules.ts";
import { condition, signal } from "./schemas.ts";
import type { HotMonitor } from "./watched.ts";

it("takes in series up to the cap, keeps those it has, and turns away the rest", async () => {
  const hot: HotMonitor = {
    rule: {
      id: "m",
      workspaceId: "w",
      name: "Busy",
      severity: "sev3",
      signal: signal.parse({ metric: "cpu" }),
      condition: condition.parse({ kind: "threshold", op: ">", value: 1 }),
      version: 0,
      evaluatedAt: null,
      watermark: null,
    },
    series: new Map(),
    judgedTo: 0,
    storedTo: 0,
    storedAt: 0,
    seriesTotal: 0,
    stalled: false,
    relearn: false,
    learned: null,
    ableSince: 0,
  };
  const found = Array.from({ length: seriesMax + 5 }, (_, i) => ({
    key: `s${i}`,
    labels: {},
    unit: "",
    points: { times: [1_000], values: [2] },
    newest: null,
  }));
  const result = { monitors: 0, series: 0, points: 0, findings: 0, failed: 0 };
  const findings: string[] = [];
  await judgeFound({ evaluator: newEvaluator(), result }, hot, found, ({ watched }) => {
    findings.push(watched.key);
  });
  expect(hot.series.size).toBe(seriesMax);
  expect(findings).toHaveLength(seriesMax);
  expect(hot.series.has(`s${seriesMax}`)).toBe(false);
  await judgeFound({ evaluator: newEvaluator(), result }, hot, found.toReversed(), () => {
    throw new Error("nothing is new");
  });
  expect(hot.series.has("s0")).toBe(true);
});
