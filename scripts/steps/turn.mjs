import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { root } from "./paths.mjs";
import { runsCommand } from "./processes.mjs";
import { StepFault } from "./report.mjs";

const turnFile = join(root, ".triops", "installing.pid");
const waitMsMax = 15 * 60_000;

/**
 * Lets one run at a time install and build in this checkout (`npm start` and `npm test` side by side): the second
 * waits for the first. A file left by a run that died is taken over.
 */
export async function inTurn(work) {
  mkdirSync(dirname(turnFile), { recursive: true });
  const startMs = Date.now();
  let said = false;
  while (!take()) {
    const holder = readHolder();
    if (holder === null || !runsCommand(holder, /(start|test)\.mjs/)) {
      rmSync(turnFile, { force: true });
      continue;
    }
    if (!said) console.log(`→ waiting for process ${holder}, which is installing in this folder`);
    said = true;
    if (Date.now() - startMs > waitMsMax) {
      throw new StepFault(
        `Process ${holder} has been installing in this folder for over 15 minutes.`,
        `Stop it (kill ${holder}) and try again.`,
      );
    }
    await sleep(500);
  }
  const release = () => rmSync(turnFile, { force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    process.off("exit", release);
    release();
  }
}

function take() {
  try {
    writeFileSync(turnFile, String(process.pid), { flag: "wx" });
    return true;
  } catch (fault) {
    if (fault.code === "EEXIST") return false;
    throw fault;
  }
}

function readHolder() {
  try {
    return Number(readFileSync(turnFile, "utf8")) || null;
  } catch {
    return null;
  }
}
