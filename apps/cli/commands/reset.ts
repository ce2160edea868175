import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline/promises";
import { lockDataFolder } from "@triops/embedded/lock";
import { conflict, invalid } from "@triops/kernel/errors";
import { type Command, parseCommand } from "../command.ts";
import { existingStores } from "../supervisor/with-stores.ts";

/** What an installation keeps in its data folder; anything else there is somebody else's and stays. */
const owned = [
  "postgres",
  "redis",
  "clickhouse",
  "objects",
  "spool",
  "first-run.json",
  "ports.json",
  "secrets.json",
  "run.json",
];

async function run(args: string[]): Promise<number> {
  const { env, dataDir, values } = parseCommand(args, { yes: { type: "boolean" } });
  const outside = Object.keys(existingStores(env));
  if (outside.length > 0) {
    throw conflict(`These stores are not Triops's own and are not emptied: ${outside.join(", ")}`);
  }
  if (!existsSync(dataDir)) {
    console.log(`There is nothing in ${dataDir}.`);
    return 0;
  }
  const lock = lockDataFolder(dataDir);
  try {
    if (!values.yes && !(await confirmed(dataDir))) {
      console.log("Nothing was removed.");
      return 1;
    }
    for (const name of owned) rmSync(join(dataDir, name), { recursive: true, force: true });
    console.log(`Everything in ${dataDir} is gone; the next start begins anew.`);
    return 0;
  } finally {
    lock.release();
  }
}

async function confirmed(dataDir: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw invalid("This removes all data; add --yes to do it without being asked");
  const question = createInterface({ input: process.stdin, output: process.stdout });
  const said = await question.question(`Remove all data in ${dataDir}, for good? Type "remove": `);
  question.close();
  return said.trim() === "remove";
}

export default {
  summary: "Removes all data of the embedded stores, after asking.",
  usage: "reset [--yes]",
  run,
} satisfies Command;
