import { ManagedProcess, type ProcessEvent, type ProcessPlan } from "@triops/embedded/managed-process";
import type { Stores } from "@triops/embedded/stores";
import { unavailable } from "@triops/kernel/errors";
import type { Console } from "./console.ts";

/** Says what happened to a child in one line. */
export function describeEvent(event: ProcessEvent): { text: string; level: "warn" | "info" } {
  if (event.kind === "restarted") {
    return {
      text: `${event.name} is back after ${event.afterMs} ms (restart ${event.restarts})`,
      level: "info",
    };
  }
  const how = event.signal ? `was ended by ${event.signal}` : `ended with code ${event.code}`;
  return { text: `${event.name} ${how}; starting it again in ${event.restartInMs} ms`, level: "warn" };
}

/** Starts apps one after another and stops them, then the stores, in reverse order. */
export class Supervisor {
  readonly #console: Console;
  readonly #apps: ManagedProcess[] = [];
  #stores: Stores | undefined;
  #stopping: Promise<void> | undefined;

  constructor(console: Console) {
    this.#console = console;
  }

  /** Takes charge of started stores. When a stop came first they are stopped at once and the start ends here. */
  async adoptStores(stores: Stores): Promise<void> {
    this.#stores = stores;
    if (!this.#stopping) return;
    await stores.stop();
    throw unavailable("stopped while starting");
  }

  get processes(): ManagedProcess[] {
    return [...(this.#stores?.processes ?? []), ...this.#apps];
  }

  report = (event: ProcessEvent): void => {
    const { text, level } = describeEvent(event);
    this.#console.say(text, level);
  };

  async startApp(plan: ProcessPlan): Promise<void> {
    if (this.#stopping) throw unavailable("stopped while starting");
    const app = new ManagedProcess(plan, { log: this.#console.line, onEvent: this.report });
    this.#apps.push(app);
    await app.start();
  }

  /** People's door first, then what drains into the stores, then the stores: at most 2.5 + 4 + 3 seconds. */
  stop(): Promise<void> {
    this.#stopping ??= (async () => {
      const [first, ...rest] = [...this.#apps].reverse();
      await first?.stop();
      await Promise.all(rest.map((app) => app.stop()));
      await this.#stores?.stop();
    })();
    return this.#stopping;
  }

  /** The second Ctrl-C: no more waiting. */
  killAll(): void {
    for (const child of this.processes) {
      if (child.pid !== undefined) process.kill(child.pid, "SIGKILL");
    }
  }
}
