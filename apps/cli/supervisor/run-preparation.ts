import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { unavailable } from "@triops/kernel/errors";
import { inheritedEnv } from "../env.ts";
import type { FirstRunResult } from "../hooks.ts";
import type { Console } from "./console.ts";
import type { PrepareMessage, PrepareRequest } from "./prepare.ts";

/** Runs `prepare.ts`, prints its steps, and resolves with what the first run gave. Ends with `signal`. */
export function runPreparation(
  request: PrepareRequest,
  output: Console,
  signal: AbortSignal,
): Promise<FirstRunResult> {
  const program = fileURLToPath(new URL("./prepare.ts", import.meta.url));
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program], {
    env: inheritedEnv() as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    detached: true, // Ctrl-C is the supervisor's to judge
    signal,
    killSignal: "SIGTERM",
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream) createInterface({ input: stream }).on("line", (line) => output.line("prepare", line));
  }
  return new Promise((resolve, reject) => {
    child.on("message", (message: PrepareMessage) => {
      if (message.kind === "say") output.say(message.text, message.level);
      else if (message.kind === "step") output.done(message.text, message.seconds);
      else if (message.kind === "result") resolve(message.result);
      else reject(unavailable(message.message));
    });
    child.once("error", reject);
    child.once("exit", (code) => reject(unavailable(`preparing the databases ended with code ${code}`)));
    child.send(request, (error) => error && reject(error));
  });
}
