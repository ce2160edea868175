import { redisPrefix } from "@triops/kernel/redis";

/** Calendar periods in UTC; weeks begin on Monday. */
export const spendPeriods = ["day", "week", "month"] as const;
export type SpendPeriod = (typeof spendPeriods)[number];

/**
 * Whose money a counter counts: a virtual key (by its own id, so that rotating it resets nothing) or an API key that is
 * none (by the API key's id), a team of virtual keys, the workspace.
 */
export type SpendScope = { kind: "key" | "team" | "workspace"; id: string };

const dayMs = 86_400_000;

/** When the period that holds `atMs` began and when the next one begins, in milliseconds since the epoch. */
export function periodOf(period: SpendPeriod, atMs: number): { fromMs: number; toMs: number } {
  if (period === "month") {
    const at = new Date(atMs);
    const [year, month] = [at.getUTCFullYear(), at.getUTCMonth()];
    return { fromMs: Date.UTC(year, month, 1), toMs: Date.UTC(year, month + 1, 1) };
  }
  const today = Math.floor(atMs / dayMs);
  // The first day of the epoch was a Thursday.
  const first = period === "day" ? today : today - ((today + 3) % 7);
  return { fromMs: first * dayMs, toMs: (first + (period === "day" ? 1 : 7)) * dayMs };
}

/**
 * The counter of settled spend of a scope in one period: whole nanodollars (1e-9 USD) as a decimal text. Beyond 2^53
 * of them, nine million dollars in one period, a comparison may be off by some nanodollars; the counter is exact to 2^63.
 */
export function spendKey(scope: SpendScope, period: SpendPeriod, atMs: number): string {
  const { fromMs } = periodOf(period, atMs);
  if (lastFrom[period].ms !== fromMs)
    lastFrom[period] = { ms: fromMs, text: new Date(fromMs).toISOString().slice(0, 10) };
  return `${redisPrefix}:llm:spend:${scope.kind}:${scope.id}:${period}:${lastFrom[period].text}`;
}

/** The gateway asks nine times a call, nearly always about the periods that run. */
const lastFrom: Record<SpendPeriod, { ms: number; text: string }> = {
  day: { ms: Number.NaN, text: "" },
  week: { ms: Number.NaN, text: "" },
  month: { ms: Number.NaN, text: "" },
};

/** How long a counter stays after its period ended, so that yesterday can still be looked at. */
export const spendKeptMs = 2 * dayMs;

/**
 * A hash: `sinceMs`, since when the counters count (calls that ended before are not in them), and `rebuilt`, 1 once those
 * were added from the records. A Redis that lost its data lost this too, which is how the loss is seen.
 */
export const spendSinceKey = `${redisPrefix}:llm:spend-since`;

/** A counter's text as a decimal in USD: "1500000000" is "1.5". Without a counter nothing was spent. */
export function usdOfNanodollars(text: string | null): string {
  const nanodollars = BigInt(text ?? "0");
  const magnitude = nanodollars < 0n ? -nanodollars : nanodollars;
  const digits = magnitude.toString().padStart(10, "0");
  const fraction = digits.slice(-9).replace(/0+$/, "");
  return `${nanodollars < 0n ? "-" : ""}${digits.slice(0, -9)}${fraction === "" ? "" : `.${fraction}`}`;
}
