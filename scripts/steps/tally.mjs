import { existsSync, readFileSync } from "node:fs";

export const emptyTally = { passed: 0, failed: 0, skipped: 0 };

export function addTallies(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

/**
 * Counts a Vitest JSON report. A file that could not even be loaded holds no tests and counts as one failure;
 * so does a run that ended badly (exit code not 0, or no report) without a single failed test.
 */
export function tallyOfVitest(report, exitCode) {
  if (report === null) return { ...emptyTally, failed: 1 };
  const brokenFiles = report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
  const tally = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

/** The files of a Vitest JSON report that did not pass, as absolute paths. */
export function failedFiles(report) {
  return report === null
    ? []
    : report.testResults.filter(({ status }) => status === "failed").map(({ name }) => name);
}

/** What a report says once some of its files were run again: for those, the second run counts. */
export function tallyOfSecondLook(first, files, second, secondExitCode) {
  const others = first.testResults
    .filter(({ name }) => !files.includes(name))
    .flatMap(({ assertionResults }) => assertionResults);
  const passed = others.filter(({ status }) => status === "passed").length;
  return addTallies(
    { passed, failed: 0, skipped: others.length - passed },
    tallyOfVitest(second, secondExitCode),
  );
}

/** Counts the report of `verify`: an array of `{ name, ok }`. */
export function tallyOfVerify(report, exitCode) {
  if (report === null) return { ...emptyTally, failed: 1 };
  const failed = report.filter((check) => !check.ok).length;
  const tally = { passed: report.length - failed, failed, skipped: 0 };
  return exitCode !== 0 && failed === 0 ? { ...tally, failed: 1 } : tally;
}

/** The closing line that scripts rely on. */
export function closingLine({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

export function readReport(file) {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}
