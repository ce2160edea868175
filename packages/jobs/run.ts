import type { Clock } from "@triops/kernel/clock";
import type { Logger } from "@triops/kernel/logger";
import { type AnyJob, giveUp } from "./define.ts";

/** The process is stopping; the run goes back to its queue without having failed. */
export class Stopping extends Error {
  constructor() {
    super("the worker is stopping");
    this.name = "Stopping";
  }
}

class TimedOut extends Error {
  constructor(timeoutMs: number) {
    super(`timed out after ${timeoutMs} ms`);
    this.name = "TimedOut";
  }
}

/** How long a handler may tidy up after its signal was aborted, before we stop waiting for it. */
const graceMs = 1_000;

export type Run<Services> = {
  job: AnyJob<Services>;
  data: unknown;
  attempt: number;
  services: Services;
  clock: Clock;
  log: Logger;
  /** Aborted by the caller with `Stopping`; this function aborts it when time is up. */
  controller: AbortController;
  progress(fraction: number): Promise<void>;
};

/**
 * One attempt. Resolves when the handler is done.
 * @throws GiveUp when the payload does not parse or the handler gave up, Stopping, or whatever the handler threw
 */
export async function runJob<Services>(run: Run<Services>): Promise<void> {
  const { job, controller } = run;
  const parsed = job.payload.safeParse(run.data);
  if (!parsed.success) throw giveUp(`payload does not parse: ${parsed.error.message}`);
  const { signal } = controller;
  const timer = setTimeout(() => controller.abort(new TimedOut(job.timeoutMs)), job.timeoutMs);
  let grace: NodeJS.Timeout | undefined;
  const cut = new Promise<never>((_resolve, reject) => {
    const onAbort = () => {
      grace = setTimeout(() => reject(signal.reason), graceMs);
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener("abort", onAbort, { once: true });
  });
  const { services, attempt, log, clock, progress } = run;
  // Parsed by the job's own schema just above, which is all that this type can say of it.
  const args = { payload: parsed.data as never, services, signal, now: clock.now(), attempt, log, progress };
  try {
    await Promise.race([Promise.resolve().then(() => job.run(args)), cut]);
  } catch (error) {
    // A handler that obeys its signal throws some AbortError; the reason says more.
    throw signal.aborted ? signal.reason : error;
  } finally {
    clearTimeout(timer);
    clearTimeout(grace);
  }
}
