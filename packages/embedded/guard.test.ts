import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { isAlive, waitForEnd } from "./processes.ts";

const guardFile = fileURLToPath(new URL("./guard.ts", import.meta.url));

/** A starter that guards a sleeping child and prints the child's number. */
async function startGuarded(): Promise<{ starter: number; child: number }> {
  const script = `
    import { spawn } from "node:child_process";
    import { guard } from ${JSON.stringify(guardFile)};
    const child = spawn("sleep", ["60"], { stdio: "ignore", detached: true });
    guard(child, "TERM");
    console.log(child.pid);
    process.on("SIGTERM", () => { child.once("exit", () => setTimeout(() => process.exit(0), 100)); child.kill(); });
    setInterval(() => {}, 1000);`;
  const starter = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: starter.stdout });
  const child = Number((await lines[Symbol.asyncIterator]().next()).value);
  await sleep(100);
  return { starter: starter.pid as number, child };
}

describe("guard", () => {
  it("ends the child when its starter is killed outright", async () => {
    const { starter, child } = await startGuarded();
    process.kill(starter, "SIGKILL");
    expect(await waitForEnd(child, 5_000)).toBe(true);
  });

  it("ends quietly when the starter stopped the child itself", async () => {
    const { starter, child } = await startGuarded();
    process.kill(starter, "SIGTERM");
    expect(await waitForEnd(child, 5_000)).toBe(true);
    expect(await waitForEnd(starter, 5_000)).toBe(true);
    expect(isAlive(starter)).toBe(false);
  });
});
