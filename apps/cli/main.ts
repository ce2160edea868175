import { isTriopsError } from "@triops/kernel/errors";
import type { Command } from "./command.ts";

/** Every command by name, loaded when called, so that `down` does not load the whole product. */
const commands: Record<string, () => Promise<{ default: Command }>> = {
  up: () => import("./commands/up.ts"),
  down: () => import("./commands/down.ts"),
  doctor: () => import("./commands/doctor.ts"),
  reset: () => import("./commands/reset.ts"),
  audit: () => import("./commands/audit.ts"),
  user: () => import("./commands/user.ts"),
  key: () => import("./commands/key.ts"),
  seed: () => import("./commands/seed.ts"),
  migrate: () => import("./commands/migrate.ts"),
  setup: () => import("./commands/setup.ts"),
  bench: () => import("./commands/bench.ts"),
  "demo-provider": () => import("./commands/demo-provider.ts"),
};

async function help(): Promise<void> {
  console.log("triops <command> [options]\n");
  for (const load of Object.values(commands)) {
    const { usage, summary } = (await load()).default;
    console.log(`  ${usage}\n      ${summary}`);
  }
  console.log("\nEvery command takes --data DIR (default .triops, or TRIOPS_DATA).");
}

async function main(): Promise<number> {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined || name === "help" || name === "--help" || name === "-h") {
    await help();
    return 0;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) {
    console.error(`There is no command "${name}". \`pnpm triops help\` lists them.`);
    return 2;
  }
  const command = (await load()).default;
  if (args.includes("--help") || args.includes("-h")) {
    console.log(`triops ${command.usage}\n\n${command.summary}`);
    return 0;
  }
  return command.run(args);
}

try {
  process.exitCode = await main();
} catch (error) {
  // What we throw on purpose is one sentence for people; anything else is a fault of ours and shows its origin.
  if (isTriopsError(error) || (error instanceof Error && error.message.startsWith("These settings"))) {
    console.error(`✗ ${error.message}`);
  } else console.error(error);
  process.exitCode = 1;
}

// Whatever a library still holds open must not keep a finished command alive.
setTimeout(() => process.exit(), 1_000).unref();
