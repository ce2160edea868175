/**
 * `pnpm bench <name> [-- arguments]` runs `bench/<name>.ts` in a process of its own; without a name it lists them.
 * Each bench prints one line per figure and leaves JSON in `bench/results/`.
 */
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = import.meta.dirname;
/** Files here that are not benches. */
const PARTS = new Set(["run", "report"]);

function names(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .map((file) => file.slice(0, -3))
    .filter((name) => !PARTS.has(name))
    .sort();
}

/** First line of the file's opening comment. */
function purpose(name: string): string {
  const text = readFileSync(join(folder, `${name}.ts`), "utf8");
  return /^\/\*\*\s*\n?\s*\*?\s*(.+?)\s*(\*\/)?$/m.exec(text)?.[1] ?? "";
}

const [name, ...rest] = process.argv.slice(2).filter((word, i) => !(word === "--" && i <= 1));
if (!name || !names().includes(name)) {
  if (name) console.error(`There is no bench named "${name}".`);
  console.log("Benches (pnpm bench <name> [-- arguments]):");
  for (const each of names()) console.log(`  ${each.padEnd(20)} ${purpose(each)}`);
  process.exitCode = name ? 1 : 0;
} else {
  const child = spawn(process.execPath, [join(folder, `${name}.ts`), ...rest], { stdio: "inherit" });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => {
    process.exitCode = signal ? 1 : (code ?? 1);
  });
}
