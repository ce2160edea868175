import { TwoGenerations } from "./two-generations.ts";

type Lag = { leastMs: number; beforeMs: number; sinceMs: number };

const clientsMax = 10_000;
/** Clocks are set right some time: what was heard before the last two of these is forgotten. */
const keptMs = 600_000;

export type ClientLags = {
  /** Spans of a client came in, the newest of which ended at `lastEndMs` by its own clock. */
  heard(client: string, lastEndMs: number, nowMs: number): void;
  /** The least time between the two of late, ms; negative where the client's clock is ahead. */
  least(client: string): number | null;
};

/** How far behind the clocks of clients are at most: nothing comes in before it has ended. */
export function createClientLags(): ClientLags {
  const lags = new TwoGenerations<Lag>(clientsMax);
  return {
    heard(client, lastEndMs, nowMs) {
      const lagMs = nowMs - lastEndMs;
      const known = lags.get(client);
      if (!known) lags.set(client, { leastMs: lagMs, beforeMs: Number.POSITIVE_INFINITY, sinceMs: nowMs });
      else if (nowMs - known.sinceMs > keptMs)
        lags.set(client, { leastMs: lagMs, beforeMs: known.leastMs, sinceMs: nowMs });
      else known.leastMs = Math.min(known.leastMs, lagMs);
    },
    least(client) {
      const known = lags.get(client);
      return known ? Math.min(known.leastMs, known.beforeMs) : null;
    },
  };
}
