import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ProcessPlan } from "@triops/embedded/managed-process";
import { freePort } from "@triops/embedded/ports";
import { isAlive } from "@triops/embedded/processes";
import type { Stores } from "@triops/embedded/stores";
import { describe, expect, it } from "vitest";
import { createConsole } from "./console.ts";
import { describeEvent, Supervisor } from "./supervisor.ts";

const folder = mkdtempSync(join(tmpdir(), "triops-supervisor-"));
const journal = join(folder, "journal");
writeFileSync(
  join(folder, "app.mjs"),
  `import { createServer } from "node:http"; import { appendFileSync } from "node:fs";
  const note = (text) => appendFileSync(process.env.JOURNAL, text + " " + process.env.NAME + "\\n");
  process.on("SIGTERM", () => { note("stop"); process.exit(0); });
  createServer((_, response) => response.end()).listen(Number(process.env.PORT), "127.0.0.1", () => note("start"));`,
);

async function toy(name: string): Promise<ProcessPlan> {
  const port = await freePort();
  return {
    name,
    command: process.execPath,
    args: [join(folder, "app.mjs")],
    env: { PORT: String(port), NAME: name, JOURNAL: journal },
    probe: async () => void (await fetch(`http://127.0.0.1:${port}`)),
    readyMsMax: 10_000,
    stopSignal: "SIGTERM",
    stopMsMax: 2_000,
  };
}

const stores = (onStop: () => void): Stores => ({
  databaseUrl: "",
  clickhouseUrl: "",
  redisUrl: "",
  processes: [],
  stop: async () => onStop(),
});

const silent = () => createConsole({ level: "error", colour: false, write: () => {} });

describe("Supervisor", () => {
  it("starts apps in order, and stops the last one first and the stores at the end", async () => {
    const supervisor = new Supervisor(silent());
    await supervisor.adoptStores(
      stores(() => writeFileSync(journal, `${readFileSync(journal, "utf8")}stop stores\n`)),
    );
    for (const name of ["gateway", "worker", "web"]) await supervisor.startApp(await toy(name));
    const pids = supervisor.processes.map((each) => each.pid as number);
    await supervisor.stop();
    const lines = readFileSync(journal, "utf8").trim().split("\n");
    expect(lines.slice(0, 4)).toEqual(["start gateway", "start worker", "start web", "stop web"]);
    expect(lines.at(-1)).toBe("stop stores");
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it("does not start what comes after a stop, and stops stores that were still starting", async () => {
    const supervisor = new Supervisor(silent());
    await supervisor.stop();
    await expect(supervisor.startApp(await toy("late"))).rejects.toThrow("stopped while starting");
    let stopped = false;
    const late = stores(() => {
      stopped = true;
    });
    await expect(supervisor.adoptStores(late)).rejects.toThrow("stopped while starting");
    expect(stopped).toBe(true);
  });
});

describe("describeEvent", () => {
  it("says how a child ended and when it comes back", () => {
    expect(describeEvent({ kind: "exit", name: "web", code: 1, signal: null, restartInMs: 300 }).text).toBe(
      "web ended with code 1; starting it again in 300 ms",
    );
    expect(
      describeEvent({ kind: "exit", name: "web", code: null, signal: "SIGKILL", restartInMs: 0 }).text,
    ).toContain("SIGKILL");
    expect(describeEvent({ kind: "restarted", name: "web", afterMs: 9, restarts: 2 }).text).toBe(
      "web is back after 9 ms (restart 2)",
    );
  });
});
