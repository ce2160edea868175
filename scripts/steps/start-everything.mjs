import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { becomeProgram } from "./child.mjs";
import { ensureDatabaseClient } from "./generate.mjs";
import { ensurePackages, ensureRuntime } from "./packages.mjs";
import { root, runtimeNode } from "./paths.mjs";
import { ensurePnpm } from "./pnpm.mjs";
import { runsCommand } from "./processes.mjs";
import { explain, StepFault } from "./report.mjs";
import { inTurn } from "./turn.mjs";
import { ensureWebBuild } from "./web-build.mjs";

/** What both commands need before anything of ours can run. Each step does nothing when nothing changed. */
export async function prepare() {
  await ensurePnpm();
  await ensurePackages();
  await ensureRuntime();
  await ensureDatabaseClient();
}

/**
 * Refuses while a stack of this checkout runs on the same data: installing and building would pull the files from
 * under it. `up` itself guards the data folder; this only looks before anything is changed.
 */
function refuseSecondStack(options) {
  const given = options.indexOf("--data");
  const folder = given >= 0 ? options[given + 1] : process.env.TRIOPS_DATA;
  const lock = join(resolve(root, folder || ".triops"), "lock.json");
  if (!existsSync(lock)) return;
  const pid = Number(/"pid":\s*(\d+)/.exec(readFileSync(lock, "utf8"))?.[1]);
  if (!pid || !runsCommand(pid, /apps\/cli\/main\.ts/)) return;
  throw new StepFault(
    `Triops already runs here (process ${pid}).`,
    "Use it, stop it with Ctrl-C or `pnpm triops down`, or start another with --data and --port.",
  );
}

/** `npm start`: prepares, then hands over to `triops up`, which starts stores and apps and stays in front. */
export async function startEverything(options) {
  try {
    refuseSecondStack(options);
    await inTurn(async () => {
      await prepare();
      await ensureWebBuild();
    });
  } catch (fault) {
    explain(fault);
    process.exitCode = 1;
    return;
  }
  // So that the stack stops when this process is killed outright.
  const env = { TRIOPS_STARTER_PID: String(process.pid) };
  await becomeProgram(runtimeNode(), [join(root, "apps", "cli", "main.ts"), "up", ...options], { env });
}
