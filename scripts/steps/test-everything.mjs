import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { runShown } from "./child.mjs";
import { ensureChromium } from "./chromium.mjs";
import { root, runtimeNode } from "./paths.mjs";
import { explain, StepFault, seconds } from "./report.mjs";
import { prepare } from "./start-everything.mjs";
import {
  addTallies,
  closingLine,
  emptyTally,
  failedFiles,
  readReport,
  tallyOfSecondLook,
  tallyOfVerify,
  tallyOfVitest,
} from "./tally.mjs";
import { inTurn } from "./turn.mjs";
import { ensureWebBuild } from "./web-build.mjs";

const phases = {
  verify: { title: "static checks", run: runVerify },
  unit: { title: "unit tests", run: (folder) => runVitest("unit", folder) },
  store: { title: "store tests", run: (folder) => runVitest("store", folder) },
  e2e: { title: "browser tests", run: runBrowserTests },
};

/**
 * `npm test`: prepares, then runs every phase even when an earlier one failed. `npm test -- unit store` runs only
 * the named ones. Ends with `N passed, N failed` and a non-zero exit code on any failure.
 */
export async function testEverything(names) {
  const unknown = names.filter((name) => !(name in phases));
  if (unknown.length > 0) {
    explain(
      new StepFault(`No such tests: ${unknown.join(", ")}.`, `There are ${Object.keys(phases).join(", ")}.`),
    );
    process.exitCode = 2;
    return;
  }
  const chosen = names.length > 0 ? names : Object.keys(phases);
  const folder = mkdtempSync(join(tmpdir(), "triops-test-"));
  let total = emptyTally;
  try {
    await inTurn(async () => {
      await prepare();
      if (chosen.includes("e2e")) await ensureWebBuild();
    });
    for (const name of chosen) total = addTallies(total, await runPhase(phases[name], folder));
  } catch (fault) {
    explain(fault);
    total = addTallies(total, { ...emptyTally, failed: 1 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;
  console.log(closingLine(total));
}

async function runPhase({ title, run }, folder) {
  console.log(`\n— ${title}`);
  const startMs = Date.now();
  let tally;
  try {
    tally = await run(folder);
  } catch (fault) {
    explain(fault);
    tally = { ...emptyTally, failed: 1 };
  }
  console.log(`${tally.failed === 0 ? "✓" : "✗"} ${title}: ${closingLine(tally)} (${seconds(startMs)})`);
  return tally;
}

async function runVerify(folder) {
  const file = join(folder, "verify.json");
  const code = await runShown(runtimeNode(), [join(root, "packages/config/verify.ts"), "--json", file]);
  return tallyOfVerify(readReport(file), code);
}

/** Addresses and settings of an installation: tests bring stores of their own and must never reach real ones. */
const installationSettings =
  /^(DATABASE_URL|CLICKHOUSE_URL|CLICKHOUSE_CLUSTER|REDIS_URL|OBJECT_STORE_URL|TRIOPS_.*)$/;

function testEnvironment(extra) {
  const names = Object.keys(process.env).filter((name) => installationSettings.test(name));
  return {
    ...Object.fromEntries(names.map((name) => [name, undefined])),
    // A test run writes no snapshots and refuses a forgotten `.only`.
    CI: "1",
    // A stack that a journey starts ends with this process, even by kill -9.
    TRIOPS_STARTER_PID: String(process.pid),
    ...extra,
  };
}

async function runVitest(project, folder, extra = {}) {
  const { report, code } = await reportOf(project, folder, extra);
  return tallyOfVitest(report, code);
}

async function reportOf(project, folder, extra, files = []) {
  const file = join(folder, `${project}${files.length > 0 ? "-again" : ""}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const program = join(root, "node_modules", "vitest", "vitest.mjs");
  const args = [program, "run", "--project", project, ...reporters, ...files];
  const code = await runShown(runtimeNode(), args, { env: testEnvironment(extra) });
  return { report: readReport(file), code };
}

/** More journeys than these do not fail by chance. */
const secondLooksMax = 2;

/**
 * A browser, a server, three stores and their clients on two busy cores: where one or two journeys fail, they are run
 * once more on a fresh stack. What passes only then is named, with what its page showed above: it is a fault to find.
 */
async function runBrowserTests(folder) {
  const extra = { CHROMIUM_PATH: await ensureChromium() };
  const first = await reportOf("e2e", folder, extra);
  const files = failedFiles(first.report);
  if (files.length === 0 || files.length > secondLooksMax) return tallyOfVitest(first.report, first.code);
  const names = files.map((file) => relative(root, file)).join(", ");
  console.log(`\n— a second look at ${names}`);
  const again = await reportOf("e2e", folder, extra, files);
  const tally = tallyOfSecondLook(first.report, files, again.report, again.code);
  if (tally.failed === 0) console.log(`! unstable: ${names} passed only at the second look`);
  return tally;
}
