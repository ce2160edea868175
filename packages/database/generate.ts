import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { promisify } from "node:util";

/**
 * Writes the typed client. Generating needs no schema engine, but the command would fetch one;
 * naming any existing binary keeps it offline.
 */
const command = createRequire(import.meta.url).resolve("prisma/build/index.js");
const environment = {
  ...process.env,
  PRISMA_SCHEMA_ENGINE_BINARY: "/bin/true",
  PRISMA_HIDE_UPDATE_MESSAGE: "1",
};
const run = promisify(execFile);
await run(process.execPath, [command, "generate", "--schema", "../../prisma/schema"], {
  cwd: import.meta.dirname,
  env: environment,
});
