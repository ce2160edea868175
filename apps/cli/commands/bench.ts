import { spawn } from "node:child_process";
import { join } from "node:path";
import { type Command, repositoryRoot } from "../command.ts";

/** The same as `pnpm bench`: benches are programs of their own, which this only starts. */
function run(args: string[]): Promise<number> {
  const program = join(repositoryRoot, "bench", "run.ts");
  const child = spawn(process.execPath, [program, ...args], { stdio: "inherit" });
  return new Promise((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
}

export default {
  summary: "Measures one figure of the README; lists them without a name.",
  usage: "bench [name] [-- arguments]",
  run,
} satisfies Command;
