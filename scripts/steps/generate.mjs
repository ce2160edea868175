import { existsSync } from "node:fs";
import { join } from "node:path";
import { runOrFail } from "./child.mjs";
import { fingerprint, forget, isNoted, note } from "./fingerprint.mjs";
import { root, runtimeNode } from "./paths.mjs";
import { step } from "./report.mjs";

/** Writes the typed database client from the schema when the schema or the generator changed. */
export async function ensureDatabaseClient() {
  await step("generating the database client", async () => {
    const database = join(root, "packages", "database");
    const print = fingerprint([
      join(root, "prisma", "schema"),
      join(root, "pnpm-lock.yaml"),
      join(database, "generate.ts"),
      join(database, "prisma.config.ts"),
    ]);
    if (isNoted("database-client", print) && existsSync(join(database, "generated", "client.ts"))) {
      return "database client unchanged";
    }
    forget("database-client");
    await runOrFail(runtimeNode(), [join(database, "generate.ts")], {
      sentence: "The database client could not be generated from prisma/schema.",
      remedy: "The lines above name the file and the line to mend.",
    });
    note("database-client", print);
    return "database client generated";
  });
}
