import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runOrFail, runQuietly } from "./child.mjs";
import { readManifest, root, toolsFolder } from "./paths.mjs";
import { step } from "./report.mjs";

/** The pinned pnpm of this checkout; a pnpm of the machine is left alone, whatever its version. */
export const pnpmProgram = join(toolsFolder, "node_modules", ".bin", "pnpm");

function pinnedVersion() {
  return readManifest(root).packageManager.replace("pnpm@", "");
}

async function installedVersion() {
  if (!existsSync(pnpmProgram)) return null;
  const { code, output } = await runQuietly(pnpmProgram, ["--version"], { cwd: toolsFolder });
  return code === 0 ? output.trim().split("\n").at(-1) : null;
}

export async function ensurePnpm() {
  const version = pinnedVersion();
  await step(`installing pnpm ${version}`, async () => {
    if ((await installedVersion()) === version) return `pnpm ${version} ready`;
    rmSync(toolsFolder, { recursive: true, force: true });
    mkdirSync(toolsFolder, { recursive: true });
    // Its install scripts only swap the launcher for the native program; the launcher alone works.
    const flags = ["--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"];
    await runOrFail("npm", ["install", "--prefix", toolsFolder, ...flags, `pnpm@${version}`], {
      cwd: toolsFolder,
      sentence: `npm could not install pnpm ${version}.`,
      remedy: "Check that npm reaches its registry (npm ping), then run this again.",
    });
    return `pnpm ${version} installed`;
  });
}
