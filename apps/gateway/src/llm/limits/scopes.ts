import type { PublishedLimits } from "@triops/domains/virtual-keys/snapshot-schemas";
import { type SpendPeriod, type SpendScope, spendPeriods } from "@triops/domains/virtual-keys/spend-keys";
import { nanodollarsOf } from "./money.ts";

/** One node on the way from the key to its workspace, with what binds it. */
export type BoundScope = {
  scope: SpendScope;
  /** As people know it. */
  title: string;
  requestsPerMinute: number | null;
  tokensPerMinute: number | null;
  spend: readonly { period: SpendPeriod; limitNano: number }[];
};

export type Tree = {
  /** The key first, the workspace last. */
  scopes: readonly BoundScope[];
  isLimited: boolean;
  whenRedisIsAway: "closed" | "open";
  /** Who lets no model without a price be called, as people know it; null when nobody minds. */
  refusesUnpriced: string | null;
};

type StatedLimits = PublishedLimits["limits"];

/** Published entries are replaced, never changed: what was worked out for one holds as long as it lives. */
const known = new WeakMap<PublishedLimits, Map<string, Tree>>();

/** What binds a key: its own limits, its team's and its workspace's. A plain API key is bound by the workspace's. */
export function treeOf(workspaceId: string, keyId: string, published: PublishedLimits | null): Tree {
  if (published === null) return treeOfKey(workspaceId, keyId, null);
  let trees = known.get(published);
  if (!trees) {
    trees = new Map();
    known.set(published, trees);
  }
  let tree = trees.get(keyId);
  if (!tree) {
    tree = treeOfKey(workspaceId, keyId, published);
    trees.set(keyId, tree);
  }
  return tree;
}

function treeOfKey(workspaceId: string, keyId: string, published: PublishedLimits | null): Tree {
  const key = published?.keys.find((one) => one.keyId === keyId);
  const team = key?.teamId ? published?.teams.find((one) => one.id === key.teamId) : undefined;
  const scopes: BoundScope[] = [];
  let refusesUnpriced: string | null = null;
  const add = (scope: SpendScope, title: string, limits: StatedLimits | undefined) => {
    scopes.push({ scope, title, ...bound(limits) });
    if (limits?.unpriced === "refuse") refusesUnpriced ??= title;
  };
  if (keyId !== "") {
    const title = key ? `the key "${key.name}"` : "this key";
    // A virtual key by its own id: two API keys are the same one while it is rotated.
    add({ kind: "key", id: key?.id ?? keyId }, title, key?.limits);
  }
  if (key?.teamId) {
    const title = team ? `the team "${team.name}"` : "the team";
    add({ kind: "team", id: key.teamId }, title, team?.limits);
  }
  add({ kind: "workspace", id: workspaceId }, "the workspace", published?.limits);
  return {
    scopes,
    isLimited: scopes.some(
      (one) => one.requestsPerMinute !== null || one.tokensPerMinute !== null || one.spend.length > 0,
    ),
    whenRedisIsAway: key?.whenRedisIsAway ?? "closed",
    refusesUnpriced,
  };
}

function bound(limits: StatedLimits | undefined): Omit<BoundScope, "scope" | "title"> {
  if (!limits) return { requestsPerMinute: null, tokensPerMinute: null, spend: [] };
  return {
    requestsPerMinute: limits.requestsPerMinute,
    tokensPerMinute: limits.tokensPerMinute,
    spend: spendPeriods.flatMap((period) =>
      limits.spend
        .filter((one) => one.period === period)
        .map((one) => ({ period, limitNano: Number(nanodollarsOf(one.limitUsd)) })),
    ),
  };
}
