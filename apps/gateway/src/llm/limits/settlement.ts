import {
  periodOf,
  type SpendScope,
  spendKeptMs,
  spendKey,
  spendPeriods,
} from "@triops/domains/virtual-keys/spend-keys";
import { workspaceBase } from "./checks.ts";

/** What a finished call does to the limits, as the spool keeps it: all that a later process needs to settle it. */
export type Settlement = {
  /** Of the reservation, to give its hold back; empty when nothing was held. */
  id: string;
  workspaceId: string;
  scopes: readonly SpendScope[];
  /** True cost in nanodollars, as text; "0" where the price is not known. */
  nano: string;
  /** Decides the day, week and month. */
  startedMs: number;
  endedMs: number;
  /** Buckets of tokens with their limit, and what goes back into them (negative: what the call took on top). */
  tokens: readonly (readonly [bucket: string, limit: number, back: number])[];
};

/** Settlements summed up: one addition per counter. */
export type Sums = {
  spend: [key: string, nano: string, expiresAtMs: string][];
  drop: [base: string, id: string][];
  tokens: [bucket: string, limit: number, back: number][];
  firstEndedMs: number;
};

export function sumsOf(settlements: readonly Settlement[]): Sums {
  /** By scope and day: most calls that are settled together share them. */
  const spent = new Map<string, { scope: SpendScope; atMs: number; nano: bigint }>();
  const drop: Sums["drop"] = [];
  const tokens = new Map<string, { limit: number; back: number }>();
  let firstEndedMs = Number.POSITIVE_INFINITY;
  for (const one of settlements) {
    firstEndedMs = Math.min(firstEndedMs, one.endedMs);
    if (one.id !== "") drop.push([workspaceBase(one.workspaceId), one.id]);
    for (const [bucket, limit, back] of one.tokens)
      tokens.set(bucket, { limit, back: (tokens.get(bucket)?.back ?? 0) + back });
    const nano = BigInt(one.nano);
    if (nano === 0n) continue;
    const { fromMs: day } = periodOf("day", one.startedMs);
    for (const scope of one.scopes) {
      const known = spent.get(`${scope.kind}:${scope.id}:${day}`);
      if (known) known.nano += nano;
      else spent.set(`${scope.kind}:${scope.id}:${day}`, { scope, atMs: one.startedMs, nano });
    }
  }
  const spend = new Map<string, { nano: bigint; expiresAtMs: number }>();
  for (const { scope, atMs, nano } of spent.values()) {
    for (const period of spendPeriods) {
      const key = spendKey(scope, period, atMs);
      const known = spend.get(key);
      if (known) known.nano += nano;
      else spend.set(key, { nano, expiresAtMs: periodOf(period, atMs).toMs + spendKeptMs });
    }
  }
  return {
    spend: [...spend].map(([key, sum]) => [key, String(sum.nano), String(sum.expiresAtMs)]),
    drop,
    tokens: [...tokens].map(([bucket, { limit, back }]) => [bucket, limit, back]),
    firstEndedMs,
  };
}
