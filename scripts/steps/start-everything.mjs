import { join } from "node:path";
import { becomeProgram } from "./child.mjs";
import { ensureDatabaseClient } from "./generate.mjs";
import { ensurePackages, ensureRuntime } from "./packages.mjs";
import { root, runtimeNode } from "./paths.mjs";
import { ensurePnpm } from "./pnpm.mjs";
import { explain } from "./report.mjs";
import { inTurn } from "./turn.mjs";
import { ensureWebBuild } from "./web-build.mjs";

/** What both commands need before anything of ours can run. Each step does nothing when nothing changed. */
export async function prepare() {
  await ensurePnpm();
  await ensurePackages();
  await ensureRuntime();
  await ensureDatabaseClient();
}

/** `npm start`: prepares, then hands over to `triops up`, which starts stores and apps and stays in front. */
export async function startEverything(options) {
  try {
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
