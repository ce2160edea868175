import { join } from "node:path";
import { type Command, parseCommand } from "../command.ts";
import { firstRun } from "../first-run.ts";
import { migrateStores } from "../migrate-stores.ts";
import { withStores } from "../supervisor/with-stores.ts";

/** For stores that run as servers, before the apps start. Safe to repeat; `up` does the same by itself. */
async function run(args: string[]): Promise<number> {
  const { env, dataDir } = parseCommand(args);
  const webUrl = env.TRIOPS_WEB_URL ?? `http://127.0.0.1:${env.TRIOPS_PORT}`;
  const gatewayUrl = env.TRIOPS_GATEWAY_URL ?? `http://127.0.0.1:${env.TRIOPS_GATEWAY_PORT}`;
  await withStores(env, dataDir, async (stores) => {
    await migrateStores(stores);
    await firstRun({ ...stores, dataDir, webUrl, gatewayUrl, say: console.log });
  });
  // Logs of containers are kept and shipped: the password stays in the file.
  console.log(`Triops is set up. The first sign-in and the keys are in ${join(dataDir, "first-run.json")}`);
  return 0;
}

export default {
  summary: "Brings the databases up to date and makes the first workspace, without starting the apps.",
  usage: "setup",
  run,
} satisfies Command;
