import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { unavailable } from "@triops/kernel/errors";
import { childEnv } from "./env.ts";

export type ProcessLog = (name: string, line: string) => void;

export interface ProcessPlan {
  name: string;
  command: string;
  args: string[];
  env: Record<string, string>;
  cwd?: string;
  /** Unix ids to run as; only root may set them. */
  uid?: number;
  gid?: number;
  /** First line written to standard input, which then stays open: its end tells the child we are gone. */
  stdinLine?: string;
  /** Opens an IPC channel instead; children of ours end when it closes. */
  ipc?: boolean;
  /** Resolves when the process answers its own protocol; rejects while it does not. */
  probe: () => Promise<void>;
  readyMsMax: number;
  /** Knows the usual reasons in what the process said, and what to do; one sentence. */
  explain?: (said: string) => string | undefined;
  /** Asked every ten seconds while it runs; after a minute without an answer the process is killed and started anew. */
  alive?: () => Promise<void>;
  aliveEveryMs?: number;
  stopSignal: NodeJS.Signals;
  /** After this it is killed, ms. */
  stopMsMax: number;
  /** Lines that only say what the probe provokes while the process comes up. */
  hush?: RegExp;
  /** Sees every spawned process, e.g. to set a watchdog on it. */
  onSpawn?: (child: ChildProcess) => void;
}

export type ProcessEvent =
  | { kind: "exit"; name: string; code: number | null; signal: string | null; restartInMs: number }
  | { kind: "restarted"; name: string; afterMs: number; restarts: number };

/** Thrown by a probe when waiting longer cannot help; its message goes to the person as it is. */
export class NeverReady extends Error {}

export interface ProcessHooks {
  log: ProcessLog;
  onEvent?: (event: ProcessEvent) => void;
}

const BACKOFF_MS_FIRST = 300;
const BACKOFF_MS_MOST = 30_000;
/** A process that ran this long before it fell starts again without waiting. */
const STEADY_MS = 60_000;
const PROBE_EVERY_MS = 60;
const ALIVE_EVERY_MS = 10_000;
const ALIVE_FAILURES_MAX = 6;
const TAIL_LINES = 20;

/** Wait before start number `failures`: 300 ms, doubling up to half a minute. */
export function backoffMs(failures: number): number {
  return Math.min(BACKOFF_MS_MOST, BACKOFF_MS_FIRST * 2 ** Math.max(0, failures - 1));
}

/** A child process that is started, probed, restarted when it falls, and stopped for good when asked. */
export class ManagedProcess {
  readonly plan: ProcessPlan;
  readonly #hooks: ProcessHooks;
  #child: ChildProcess | undefined;
  #wanted = false;
  #firstStart = true;
  #failures = 0;
  #startedAt = 0;
  #tail: string[] = [];
  #pause: AbortController | undefined;
  restarts = 0;

  constructor(plan: ProcessPlan, hooks: ProcessHooks) {
    this.plan = plan;
    this.#hooks = hooks;
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  get running(): boolean {
    return this.#child !== undefined;
  }

  /** Starts it and resolves when it is ready; a first start that fails is an error, not a reason to retry. */
  async start(): Promise<void> {
    this.#wanted = true;
    this.#spawn();
    try {
      await this.#ready();
    } catch (error) {
      await this.stop();
      throw error;
    }
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    this.#pause?.abort();
    const child = this.#child;
    if (!child) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(this.plan.stopSignal);
    const timer = setTimeout(() => child.kill("SIGKILL"), this.plan.stopMsMax);
    await gone;
    clearTimeout(timer);
  }

  #spawn(): void {
    const { command, args, env, cwd, uid, gid, stdinLine, ipc } = this.plan;
    this.#startedAt = performance.now();
    this.#tail = [];
    const child = spawn(command, args, {
      env: childEnv(env),
      // A group of its own: Ctrl-C in the terminal must reach the supervisor only, which stops things in order.
      detached: true,
      stdio: [
        stdinLine === undefined ? "ignore" : "pipe",
        "pipe",
        "pipe",
        ...(ipc ? (["ipc"] as const) : []),
      ],
      ...(cwd === undefined ? {} : { cwd }),
      ...(uid === undefined ? {} : { uid }),
      ...(gid === undefined ? {} : { gid }),
    });
    this.#child = child;
    if (stdinLine !== undefined) {
      child.stdin?.on("error", () => {}); // a child that died at once; its exit is reported below
      child.stdin?.write(`${stdinLine}\n`);
    }
    for (const stream of [child.stdout, child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on("line", (line) => {
        this.#tail.push(line);
        if (this.#tail.length > TAIL_LINES) this.#tail.shift();
        if (!this.plan.hush?.test(line)) this.#hooks.log(this.plan.name, line);
      });
    }
    this.#watch(child);
    child.once("error", (error) => {
      this.#tail.push(error.message);
      if (child.pid === undefined) this.#gone(child, null, null);
    });
    child.once("exit", (code, signal) => this.#gone(child, code, signal));
    if (child.pid !== undefined) this.plan.onSpawn?.(child);
  }

  /** A process can hang without ending: its own word is the only proof that it works. */
  #watch(child: ChildProcess): void {
    const { alive, aliveEveryMs = ALIVE_EVERY_MS } = this.plan;
    if (!alive) return;
    let failures = 0;
    const timer = setInterval(() => {
      alive().then(
        () => {
          failures = 0;
        },
        () => {
          failures += 1;
          if (failures < ALIVE_FAILURES_MAX || this.#child !== child) return;
          this.#hooks.log(this.plan.name, "does not answer any more; killing it");
          child.kill("SIGKILL");
        },
      );
    }, aliveEveryMs);
    timer.unref();
    child.once("exit", () => clearInterval(timer));
  }

  #gone(child: ChildProcess, code: number | null, signal: string | null): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    if (!this.#wanted) return;
    this.#failures = performance.now() - this.#startedAt > STEADY_MS ? 0 : this.#failures + 1;
    if (this.#firstStart) return; // start() reports it
    const restartInMs = this.#failures === 0 ? 0 : backoffMs(this.#failures);
    this.#hooks.onEvent?.({ kind: "exit", name: this.plan.name, code, signal, restartInMs });
    void this.#restartAfter(restartInMs);
  }

  async #restartAfter(waitMs: number): Promise<void> {
    const fellAt = performance.now();
    this.#pause = new AbortController();
    await sleep(waitMs, undefined, { signal: this.#pause.signal }).catch(() => {});
    if (!this.#wanted) return;
    this.restarts += 1;
    this.#spawn();
    try {
      await this.#ready();
      const afterMs = Math.round(performance.now() - fellAt);
      this.#hooks.onEvent?.({ kind: "restarted", name: this.plan.name, afterMs, restarts: this.restarts });
    } catch {
      // Not ready in time: if it still runs it is useless, and its exit starts the next attempt.
      this.#child?.kill("SIGKILL");
    }
  }

  async #ready(): Promise<void> {
    const deadline = performance.now() + this.plan.readyMsMax;
    let last: unknown;
    for (;;) {
      if (!this.#child) throw this.#notReady("ended before it was ready", undefined);
      try {
        await this.plan.probe();
        this.#firstStart = false;
        return;
      } catch (error) {
        if (error instanceof NeverReady) throw unavailable(error.message, { cause: error });
        last = error;
      }
      if (performance.now() > deadline) {
        throw this.#notReady(`was not ready within ${this.plan.readyMsMax / 1000} s`, last);
      }
      await sleep(PROBE_EVERY_MS);
    }
  }

  #notReady(why: string, cause: unknown): Error {
    const reason = this.plan.explain?.(this.#tail.join("\n"));
    if (reason) return unavailable(reason, { cause });
    const said = this.#tail.length > 0 ? `; it said:\n  ${this.#tail.join("\n  ")}` : "";
    return unavailable(`${this.plan.name} ${why}${said}`, { cause });
  }
}
