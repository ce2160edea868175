import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const file = fileURLToPath(new URL("./parent-watch.ts", import.meta.url));

/** A child that says "gone" on standard error of ours when its parent is gone. */
const childScript = `
  import { watchParent } from ${JSON.stringify(file)};
  watchParent(() => { console.log("gone"); process.exit(0); }, 50);
  setInterval(() => {}, 1000);
  console.log("ready");`;

/** Starts a parent that starts the child with our standard output, so that we still hear it when the parent is dead. */
function startFamily(ipc: boolean): ChildProcess {
  const parentScript = `
    import { spawn } from "node:child_process";
    const stdio = ["ignore", "inherit", "inherit", ${ipc ? '"ipc"' : '"ignore"'}];
    spawn(process.execPath, ["--input-type=module", "-e", ${JSON.stringify(childScript)}], { stdio, detached: true });
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ["--input-type=module", "-e", parentScript], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

describe("watchParent", () => {
  it.each([
    ["through the closed channel", true],
    ["through its changed parent", false],
  ])("a child notices a killed parent %s", async (_, ipc) => {
    const parent = startFamily(ipc);
    const lines: string[] = [];
    if (!parent.stdout) throw new Error("no output");
    for await (const line of createInterface({ input: parent.stdout })) {
      lines.push(line);
      if (line === "ready") parent.kill("SIGKILL");
    }
    expect(lines).toEqual(["ready", "gone"]);
  });
});
