import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../files.ts";

export type ProgramResult = { code: number; output: string };

/**
 * Runs a program that is installed for the package in `folder`, and collects what it prints. It works in that folder
 * too, unless `workFolder` names another one.
 */
export function runProgram(
  name: string,
  args: string[],
  folder = root,
  workFolder = folder,
): Promise<ProgramResult> {
  const program = join(folder, "node_modules", ".bin", name);
  return new Promise((done) => {
    const child = spawn(program, args, {
      cwd: workFolder,
      env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0", CI: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const chunks: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
    child.on("error", (fault) => done({ code: 127, output: fault.message }));
    child.on("close", (code) =>
      done({ code: code ?? 1, output: Buffer.concat(chunks).toString("utf8").trim() }),
    );
  });
}
