import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";

/** The worker as it is run, on the stores of `env`. */
export async function startWorker(env: Record<string, string>): Promise<ChildProcess> {
  const main = join(import.meta.dirname, "..", "..", "apps", "worker", "src", "main.ts");
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", main], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { PATH: process.env.PATH, ...env, LOG_LEVEL: "info", WORKER_PORT: "0" },
  });
  await new Promise<void>((resolve, reject) => {
    let seen = "";
    child.stdout?.on("data", (chunk) => {
      seen = (seen + chunk).slice(-20_000);
      if (seen.includes("worker is up")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`The worker ended with ${code}: ${seen}`)));
  });
  return child;
}

export async function endProcess(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await gone;
}

/** Asks until it holds. @returns milliseconds that took */
export async function until(holds: () => Promise<boolean>, secondsMax = 300): Promise<number> {
  const from = performance.now();
  while (performance.now() - from < secondsMax * 1_000) {
    if (await holds()) return performance.now() - from;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Not so within ${secondsMax} seconds`);
}
