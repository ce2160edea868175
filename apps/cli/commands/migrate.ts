import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diffMigrations } from "@triops/database/migrate";
import { invalid } from "@triops/kernel/errors";
import { type Command, type Invocation, parseCommand, repositoryRoot } from "../command.ts";
import { migrateStores } from "../migrate-stores.ts";
import { withStores } from "../supervisor/with-stores.ts";

async function apply({ env, dataDir }: Invocation): Promise<number> {
  const { ledger, telemetry } = await withStores(env, dataDir, migrateStores);
  const applied = [...ledger, ...telemetry];
  console.log(applied.length === 0 ? "Both databases are up to date." : `Applied: ${applied.join(", ")}`);
  return 0;
}

/** Writes the migration that leads from the migrations on disk to the schema files. */
async function author({ env, dataDir, values }: Invocation): Promise<number> {
  const sql = await withStores(env, dataDir, (stores) => diffMigrations(stores.databaseUrl));
  if (sql === "") {
    console.log("The migrations agree with the schema.");
    return 0;
  }
  const { name } = values;
  if (name === undefined) {
    console.log(sql);
    return 0;
  }
  if (typeof name !== "string" || !/^[a-z][a-z0-9_]*$/.test(name)) {
    throw invalid("--name may have small letters, digits and _");
  }
  const folder = join(repositoryRoot, "prisma", "migrations");
  const count = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).length;
  const target = join(folder, `${String(count + 1).padStart(4, "0")}_${name}`);
  mkdirSync(target);
  writeFileSync(join(target, "migration.sql"), sql);
  console.log(`Wrote ${join(target, "migration.sql")}; read it before you commit it.`);
  return 0;
}

async function run(args: string[]): Promise<number> {
  const invocation = parseCommand(args, { name: { type: "string" } });
  const [action] = invocation.positionals;
  if (action === undefined) return apply(invocation);
  if (action === "diff") return author(invocation);
  throw invalid("Say `triops migrate` or `triops migrate diff`");
}

export default {
  summary: "Brings both databases up to date; `diff` shows or writes the next ledger migration.",
  usage: "migrate | migrate diff [--name some_change]",
  run,
} satisfies Command;
