import { describe, expect, it } from "vitest";
import {
  addTallies,
  closingLine,
  failedFiles,
  tallyOfSecondLook,
  tallyOfVerify,
  tallyOfVitest,
} from "./tally.mjs";

const loaded = { status: "passed", assertionResults: [{ status: "passed" }] };

describe("tally", () => {
  it("closes with the line that scripts read, naming skipped tests only when there are any", () => {
    expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
    expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe("3 passed, 1 failed, 2 skipped");
  });

  it("counts passed, failed and pending tests of a report", () => {
    const report = { numPassedTests: 1, numFailedTests: 0, numPendingTests: 2, testResults: [loaded] };
    expect(tallyOfVitest(report, 0)).toEqual({ passed: 1, failed: 0, skipped: 2 });
  });

  it("counts a file that could not be loaded as one failure", () => {
    const broken = { status: "failed", assertionResults: [] };
    const report = {
      numPassedTests: 1,
      numFailedTests: 0,
      numPendingTests: 0,
      testResults: [loaded, broken],
    };
    expect(tallyOfVitest(report, 1).failed).toBe(1);
  });

  it("does not count a failed test a second time for its file", () => {
    const failed = { status: "failed", assertionResults: [{ status: "failed" }] };
    const report = { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0, testResults: [failed] };
    expect(tallyOfVitest(report, 1).failed).toBe(1);
  });

  it("counts a crash without a report, or without a failed test, as one failure", () => {
    expect(tallyOfVitest(null, 137).failed).toBe(1);
    const report = { numPassedTests: 1, numFailedTests: 0, numPendingTests: 0, testResults: [loaded] };
    expect(tallyOfVitest(report, 1).failed).toBe(1);
    expect(tallyOfVerify(null, 1).failed).toBe(1);
  });

  it("takes the second run's word for the files that were run again, and the first's for the others", () => {
    const passing = { name: "/a.spec.ts", ...loaded };
    const failing = {
      name: "/b.spec.ts",
      status: "failed",
      assertionResults: [{ status: "failed" }, { status: "passed" }],
    };
    const first = { testResults: [passing, failing] };
    const files = failedFiles(first);
    expect(files).toEqual(["/b.spec.ts"]);
    const again = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 0, testResults: [loaded] };
    expect(tallyOfSecondLook(first, files, again, 0)).toEqual({ passed: 3, failed: 0, skipped: 0 });
    const worse = { ...again, numPassedTests: 1, numFailedTests: 1 };
    expect(tallyOfSecondLook(first, files, worse, 1)).toEqual({ passed: 2, failed: 1, skipped: 0 });
    expect(tallyOfSecondLook(first, files, null, 137).failed).toBe(1);
    expect(failedFiles(null)).toEqual([]);
  });

  it("counts each static check", () => {
    const report = [
      { name: "types", ok: true },
      { name: "format", ok: false },
    ];
    expect(tallyOfVerify(report, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(addTallies({ passed: 1, failed: 1, skipped: 0 }, { passed: 2, failed: 0, skipped: 1 })).toEqual({
      passed: 3,
      failed: 1,
      skipped: 1,
    });
  });
});
