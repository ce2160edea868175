import { PromqlError } from "@triops/telemetry/promql/faults";

/** Queries evaluated at one time, as Prometheus' `query.max-concurrency`; each may hold hundreds of megabytes. */
const placesMax = 20;

export type Turnstile = <Result>(
  wait: { signal: AbortSignal; timeoutMs: number },
  run: () => Promise<Result>,
) => Promise<Result>;

/** Lets so many in at a time; the others wait in order, until their time is over or nobody asks any more. */
export function createTurnstile(places: number = placesMax): Turnstile {
  let inside = 0;
  const waiting: (() => void)[] = [];

  function enter({ signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number }): Promise<void> {
    if (inside < places) {
      inside++;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const admit = () => {
        settle();
        resolve();
      };
      const refuse = (type: "timeout" | "canceled") => () => {
        settle();
        waiting.splice(waiting.indexOf(admit), 1);
        const what = type === "timeout" ? "timed out" : "was canceled";
        reject(new PromqlError(type, `query ${what} while waiting for a place among ${places} others`));
      };
      const timer = setTimeout(refuse("timeout"), timeoutMs);
      const gone = refuse("canceled");
      signal.addEventListener("abort", gone, { once: true });
      const settle = () => {
        clearTimeout(timer);
        signal.removeEventListener("abort", gone);
      };
      waiting.push(admit);
    });
  }

  return async (wait, run) => {
    await enter(wait);
    try {
      return await run();
    } finally {
      // The place goes to the next one without becoming free in between.
      const next = waiting.shift();
      if (next) next();
      else inside--;
    }
  };
}
