import { spawn } from "node:child_process";
import { join } from "node:path";
import { type Command, repositoryRoot } from "../command.ts";

/** A program of its own, so that nothing of it is part of the product. */
function run(args: string[]): Promise<number> {
  const program = join(repositoryRoot, "packages", "testing", "llm-provider", "main.ts");
  const child = spawn(process.execPath, [program, ...args], { stdio: "inherit" });
  // Ctrl-C reaches both; whoever stops only this one means the other too.
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => child.kill(signal));
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 0)));
}

export default {
  summary: "Runs the demonstration provider: answers model calls by rules, for trying things out.",
  usage: "demo-provider [--port N] [--behaviour WORDS]",
  run,
} satisfies Command;
