/** Lets so many through at once; the rest waits in order. Whoever gives up waiting is let go of. */
export function turnstile(atOnceMax: number) {
  let inside = 0;
  const waiting: (() => void)[] = [];
  const next = () => {
    inside--;
    waiting.shift()?.();
  };
  return async function pass<Result>(run: () => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    if (inside >= atOnceMax) {
      await new Promise<void>((resolve, reject) => {
        const enter = () => {
          signal?.removeEventListener("abort", leave);
          resolve();
        };
        const leave = () => {
          const at = waiting.indexOf(enter);
          if (at !== -1) waiting.splice(at, 1);
          reject(signal?.reason ?? new DOMException("Aborted", "AbortError"));
        };
        if (signal?.aborted) return leave();
        waiting.push(enter);
        signal?.addEventListener("abort", leave, { once: true });
      });
    }
    inside++;
    try {
      return await run();
    } finally {
      next();
    }
  };
}

/** Queries of all panels of the tab: a browser opens six connections to one host, and the store is shared. */
const atOnceMax = 6;
export const passQuery = turnstile(atOnceMax);
