import { existsSync } from "node:fs";
import { join } from "node:path";
import { runOrFail, runQuietly } from "./child.mjs";
import { fingerprint, forget, isNoted, note } from "./fingerprint.mjs";
import { readManifest, root, runtimeNode, workspaceFolders } from "./paths.mjs";
import { pnpmProgram } from "./pnpm.mjs";
import { StepFault, step } from "./report.mjs";

function packagesPrint() {
  const files = ["pnpm-lock.yaml", "pnpm-workspace.yaml"].map((name) => join(root, name));
  const manifests = workspaceFolders().map((folder) => join(folder, "package.json"));
  return fingerprint([...files, ...manifests], { facts: [process.platform, process.arch] });
}

/** Every package with dependencies still has the folder that pnpm links them into. */
function foldersArePresent() {
  return workspaceFolders().every((folder) => {
    const { dependencies, devDependencies } = readManifest(folder);
    const needed = Object.keys({ ...dependencies, ...devDependencies }).length > 0;
    return !needed || existsSync(join(folder, "node_modules"));
  });
}

export async function ensurePackages() {
  await step("installing packages", async () => {
    const print = packagesPrint();
    if (isNoted("packages", print) && foldersArePresent()) return "packages unchanged";
    forget("packages");
    const flags = ["--frozen-lockfile", "--reporter=append-only", "--config.confirm-modules-purge=false"];
    await runOrFail(pnpmProgram, ["install", ...flags], {
      sentence: "pnpm could not install the packages.",
      remedy: "If the lines above name the network, check the registry (npm ping) and run this again.",
    });
    note("packages", print);
    return "packages installed";
  });
}

/** Checks the Node that everything from here on runs on: the lockfile's, or the machine's where none is pinned. */
export async function ensureRuntime() {
  await step("checking Node 24", async () => {
    const { code, output } = await runQuietly(runtimeNode(), ["--version"]);
    const version = output.trim();
    const major = Number(version.replace("v", "").split(".")[0]);
    if (code === 0 && major >= 24) return `Node ${version.slice(1)} for the apps`;
    forget("packages");
    throw new StepFault(
      code === 0
        ? `The apps need Node 24, and the registry carries no Node 24 for ${process.platform} ${process.arch}; found ${version}.`
        : "The Node 24 that was installed with the packages does not start on this machine.",
      code === 0
        ? "Install Node 24 (https://nodejs.org) and run this again."
        : "Delete node_modules and run this again; on a distribution without glibc, install Node 24 first.",
    );
  });
}
