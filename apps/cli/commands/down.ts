import { lockHolder } from "@triops/embedded/lock";
import { waitForEnd } from "@triops/embedded/processes";
import { type Command, parseCommand } from "../command.ts";

const WAIT_MS_MAX = 15_000;

async function run(args: string[]): Promise<number> {
  const { dataDir } = parseCommand(args);
  const holder = lockHolder(dataDir);
  if (!holder) {
    console.log(`Nothing runs on ${dataDir}.`);
    return 0;
  }
  process.kill(holder.pid, "SIGTERM");
  if (await waitForEnd(holder.pid, WAIT_MS_MAX)) {
    console.log("Stopped.");
    return 0;
  }
  console.error(
    `✗ Process ${holder.pid} did not stop within ${WAIT_MS_MAX / 1000} s; end it with kill -9 ${holder.pid}.`,
  );
  return 1;
}

export default {
  summary: "Stops the stack that runs on the data folder.",
  usage: "down",
  run,
} satisfies Command;
