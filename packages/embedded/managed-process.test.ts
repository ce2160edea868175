import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import {
  backoffMs,
  ManagedProcess,
  NeverReady,
  type ProcessEvent,
  type ProcessPlan,
} from "./managed-process.ts";
import { freePort } from "./ports.ts";
import { isAlive, waitForEnd } from "./processes.ts";

const folder = mkdtempSync(join(tmpdir(), "triops-managed-"));
const program = join(folder, "server.mjs");
writeFileSync(
  program,
  `import { createServer } from "node:http";
  console.log("hello");
  process.on("SIGTERM", () => process.env.STUBBORN || process.exit(0));
  if (process.env.BROKEN) { console.error("no licence"); process.exit(3); }
  createServer((_, response) => response.end("ok")).listen(Number(process.env.PORT), "127.0.0.1");`,
);

async function plan(more: Record<string, string> = {}): Promise<ProcessPlan> {
  const port = await freePort();
  return {
    name: "toy",
    command: process.execPath,
    args: [program],
    env: { PORT: String(port), ...more },
    probe: async () => void (await fetch(`http://127.0.0.1:${port}`)),
    readyMsMax: 10_000,
    stopSignal: "SIGTERM",
    stopMsMax: 300,
  };
}

const started: ManagedProcess[] = [];
afterEach(() => Promise.all(started.splice(0).map((each) => each.stop())));

async function launch(env: Record<string, string> = {}) {
  const events: ProcessEvent[] = [];
  const lines: string[] = [];
  const managed = new ManagedProcess(await plan(env), {
    log: (_, line) => lines.push(line),
    onEvent: (event) => events.push(event),
  });
  started.push(managed);
  return { managed, events, lines };
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 100 && !condition(); i += 1) await sleep(50);
  expect(condition()).toBe(true);
}

describe("ManagedProcess", () => {
  it("is started once its probe answers, and passes its lines on", async () => {
    const { managed, lines } = await launch();
    await managed.start();
    expect(isAlive(managed.pid as number)).toBe(true);
    expect(lines).toContain("hello");
  });

  it("starts again after a kill and reports both", async () => {
    const { managed, events } = await launch();
    await managed.start();
    process.kill(managed.pid as number, "SIGKILL");
    await until(() => events.length === 2);
    expect(events).toEqual([
      { kind: "exit", name: "toy", code: null, signal: "SIGKILL", restartInMs: 300 },
      expect.objectContaining({ kind: "restarted", restarts: 1 }),
    ]);
  });

  it("fails its first start with what the program said", async () => {
    const { managed } = await launch({ BROKEN: "1" });
    await expect(managed.start()).rejects.toThrow(/toy ended before it was ready[\s\S]*no licence/);
    expect(managed.running).toBe(false);
  });

  it("fails with the reason it knows, at once when waiting cannot help", async () => {
    const broken = new ManagedProcess(
      {
        ...(await plan({ BROKEN: "1" })),
        explain: (said) => (said.includes("no licence") ? "Buy one." : undefined),
      },
      { log: () => {} },
    );
    await expect(broken.start()).rejects.toThrow(/^Buy one\.$/);
    const refused = new ManagedProcess(
      { ...(await plan()), probe: () => Promise.reject(new NeverReady("Wrong password.")) },
      { log: () => {} },
    );
    await expect(refused.start()).rejects.toThrow(/^Wrong password\.$/);
    expect(refused.running).toBe(false);
  });

  it("kills what does not stop in time, and does not start it again", async () => {
    const { managed, events } = await launch({ STUBBORN: "1" });
    await managed.start();
    const pid = managed.pid as number;
    await managed.stop();
    expect(await waitForEnd(pid, 1_000)).toBe(true);
    expect(events).toEqual([]);
  });

  it("replaces a process that hangs", async () => {
    const events: ProcessEvent[] = [];
    const toy = await plan();
    const hung = async () =>
      void (await fetch(`http://127.0.0.1:${toy.env.PORT}`, { signal: AbortSignal.timeout(50) }));
    const managed = new ManagedProcess(
      { ...toy, alive: hung, aliveEveryMs: 60 },
      { log: () => {}, onEvent: (event) => events.push(event) },
    );
    started.push(managed);
    await managed.start();
    process.kill(managed.pid as number, "SIGSTOP");
    await until(() => events.some((event) => event.kind === "restarted"));
    expect(events[0]).toMatchObject({ kind: "exit", signal: "SIGKILL" });
  });

  it("gives up a restart that was waiting when the stop came", async () => {
    const { managed, events } = await launch();
    await managed.start();
    process.kill(managed.pid as number, "SIGKILL");
    await until(() => events.length === 1);
    await managed.stop();
    await sleep(500);
    expect(managed.running).toBe(false);
  });
});

describe("backoffMs", () => {
  it("doubles from 300 ms to half a minute", () => {
    expect([1, 2, 3, 20].map(backoffMs)).toEqual([300, 600, 1200, 30_000]);
  });
});
