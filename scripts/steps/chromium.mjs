import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { runQuietly } from "./child.mjs";
import { StepFault, step } from "./report.mjs";

const programNames = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
const macPrograms = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** How each system's package manager brings Chromium; tried in this order, the first that exists is used. */
const installers = [
  { manager: "apt-get", commands: [["update"], ["install", "-y", "--no-install-recommends", "chromium"]] },
  { manager: "dnf", commands: [["install", "-y", "chromium"]] },
  { manager: "apk", commands: [["add", "--no-cache", "chromium"]] },
  { manager: "pacman", commands: [["-Sy", "--noconfirm", "chromium"]] },
  { manager: "brew", commands: [["install", "--cask", "chromium"]], asUser: true },
];

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function onPath(names) {
  const folders = (process.env.PATH ?? "").split(delimiter).filter(Boolean);
  for (const name of names) {
    const found = folders.map((folder) => join(folder, name)).find(isProgram);
    if (found) return found;
  }
  return null;
}

function findChromium() {
  return onPath(programNames) ?? macPrograms.find(isProgram) ?? null;
}

/** Finds or installs the browser of the journeys; returns the path of its program. */
export async function ensureChromium() {
  let program = null;
  await step("looking for Chromium", async () => {
    const chosen = process.env.CHROMIUM_PATH;
    if (chosen) {
      if (!isProgram(chosen)) {
        throw new StepFault(`CHROMIUM_PATH names ${chosen}, which is no program.`, "Correct or unset it.");
      }
      program = chosen;
      return `Chromium from CHROMIUM_PATH`;
    }
    program = findChromium();
    if (program) return `Chromium at ${program}`;
    await installChromium();
    program = findChromium();
    if (program) return `Chromium installed at ${program}`;
    throw unavailable("its package manager brought none");
  });
  return program;
}

async function installChromium() {
  const installer = installers.find(({ manager }) => onPath([manager]));
  if (!installer) throw unavailable("no known package manager was found");
  const needsSudo = process.getuid?.() !== 0 && !installer.asUser;
  if (needsSudo && !onPath(["sudo"])) throw unavailable("installing it needs root");
  for (const args of installer.commands) {
    const [program, ...rest] = needsSudo
      ? ["sudo", "-n", installer.manager, ...args]
      : [installer.manager, ...args];
    const { code, output } = await runQuietly(program, rest, { env: { DEBIAN_FRONTEND: "noninteractive" } });
    if (code !== 0) {
      const last = output.trim().split("\n").at(-1) ?? "";
      throw unavailable(`${[program, ...rest].join(" ")} failed: ${last}`);
    }
  }
}

function unavailable(reason) {
  return new StepFault(
    `The browser tests need Chromium and it could not be installed (${reason}).`,
    "Install Chromium or Chrome yourself, or point CHROMIUM_PATH at one, and run npm test again.",
  );
}
