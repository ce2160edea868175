import { spawn } from "node:child_process";

let known: Promise<boolean> | undefined;

/**
 * Whether a process can be started in a network of its own, which has no other machine in it. Many containers and
 * systems forbid it to ordinary users; asked once.
 */
export function mayLeaveNetwork(): Promise<boolean> {
  known ??= process.platform === "linux" ? tryOnce() : Promise.resolve(false);
  return known;
}

function tryOnce(): Promise<boolean> {
  return new Promise((resolve) => {
    const trial = spawn("unshare", ["--user", "--net", "--", process.execPath, "--version"], {
      stdio: "ignore",
      env: {},
      timeout: 5_000,
    });
    trial.once("error", () => resolve(false));
    trial.once("exit", (code) => resolve(code === 0));
  });
}
