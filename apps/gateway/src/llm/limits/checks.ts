import { type SpendPeriod, spendKey } from "@triops/domains/virtual-keys/spend-keys";
import { redisPrefix } from "@triops/kernel/redis";
import type { BoundScope, Tree } from "./scopes.ts";

/** One limit that a call is held against. */
export type Check = {
  key: string;
  kind: "requests" | "tokens" | "spend";
  /** Requests or tokens in a minute, or nanodollars in the period. */
  limit: number;
  of: BoundScope;
  period: SpendPeriod | null;
};

/** What a check found: for rates `left`, for spend `spent` and `held`, nanodollars. */
export type Found = { check: Check; allows: boolean; left: number; spent: number; held: number };

export const scopeField = ({ scope }: BoundScope): string => `${scope.kind}:${scope.id}`;

/** Below it are the leases, reservations and holds of a workspace. */
export const workspaceBase = (workspaceId: string): string => `${redisPrefix}:llm:${workspaceId}:`;

const bucketKey = (of: BoundScope, kind: "requests" | "tokens"): string =>
  `${redisPrefix}:llm:rate:${scopeField(of)}:${kind}`;

export function checksOf(tree: Tree, nowMs: number): Check[] {
  return tree.scopes.flatMap((of) => {
    const checks: Check[] = of.spend.map(({ period, limitNano }) => ({
      key: spendKey(of.scope, period, nowMs),
      kind: "spend",
      limit: limitNano,
      of,
      period,
    }));
    const rate = (kind: "requests" | "tokens", limit: number | null) => {
      if (limit !== null) checks.push({ key: bucketKey(of, kind), kind, limit, of, period: null });
    };
    rate("requests", of.requestsPerMinute);
    rate("tokens", of.tokensPerMinute);
    return checks;
  });
}
