import type { Experiment, Run } from "@triops/domains/training/schemas";
import { describe, expect, it } from "vitest";
import { answerForExperiments, answerForRun, answerForRuns } from "./answer.ts";

const experiment = (runCount: number, runningCount: number) => ({ runCount, runningCount }) as Experiment;
const run = (status: Run["status"]) => ({ status }) as Run;
const metric = (value: number | "NaN") => ({ value, step: 0, at: "2026-01-01T00:00:00Z" });

describe("the sentence on top", () => {
  it("of the experiments", () => {
    expect(answerForExperiments([experiment(0, 0)], false)).toBe("Nothing has been trained yet.");
    expect(answerForExperiments([experiment(1200, 2), experiment(1, 0)], false)).toBe(
      "1,201 runs in 2 experiments; 2 are under way.",
    );
    expect(answerForExperiments([experiment(1, 0)], true)).toBe(
      "1 run in the first 1 experiments; none under way.",
    );
  });

  it("of an experiment's runs", () => {
    expect(answerForRuns([run("FINISHED")], false, false)).toBe("1 run, none failed.");
    expect(answerForRuns([run("RUNNING"), run("FAILED")], true, true)).toBe(
      "2+ runs fit: 1 under way, 1 failed.",
    );
    expect(answerForRuns([], false, true)).toBe("No run fits.");
  });

  it("of one run", () => {
    expect(answerForRun({ status: "FINISHED", metrics: {} })).toBe("Finished; no metric was logged.");
    expect(
      answerForRun({ status: "RUNNING", metrics: { loss: metric("NaN"), acc: metric(0.91234567) } }),
    ).toBe("Under way with loss NaN, acc 0.91235. 1 metric is NaN.");
  });
});
