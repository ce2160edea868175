import type { RedisPolicy, SpendPeriodName, UnpricedPolicy } from "@triops/domains/virtual-keys/rules";
import type { Spent, VirtualKey } from "@triops/domains/virtual-keys/schemas";
import { formatDuration, formatValue } from "@triops/ui/units";

export const periodLabels: Record<SpendPeriodName, { now: string; hint: string }> = {
  day: { now: "Today", hint: "From midnight, UTC" },
  week: { now: "This week", hint: "From Monday, UTC" },
  month: { now: "This month", hint: "From the 1st, UTC" },
};

export const policyLabels: Record<RedisPolicy, { label: string; hint: string }> = {
  closed: { label: "Refuse its calls", hint: "503 until limits can be counted again; nothing is overspent." },
  open: {
    label: "Let them through, counted in each gateway",
    hint: "Calls go on; a limit may be passed once for each gateway.",
  },
};

export const unpricedLabels: Record<UnpricedPolicy, { label: string; short: string; hint: string }> = {
  allow: {
    label: "Let their calls pass, uncounted",
    short: "pass, uncounted",
    hint: "Their cost is not known, so no spend limit counts it.",
  },
  refuse: {
    label: "Refuse their calls",
    short: "refused",
    hint: "403 price_unknown, until the model has a price.",
  },
};

type Period = Spent[number];

/** How much of a limit is used, from 0; null without a limit or while nobody can count. */
export function usedShare({ spentUsd, limitUsd }: Period): number | null {
  if (spentUsd === null || limitUsd === null) return null;
  const limit = Number(limitUsd);
  // A limit of zero allows nothing: it is used up from the start.
  return limit === 0 ? 1 : Number(spentUsd) / limit;
}

/** The limit nearest to its end. */
export function tightest(spend: Spent): Period | null {
  const limited = spend.filter((one) => usedShare(one) !== null);
  return limited.toSorted((a, b) => (usedShare(b) ?? 0) - (usedShare(a) ?? 0))[0] ?? null;
}

/** "resets in 5 h 20 min" */
export const resetText = ({ resetsAt }: Period, nowMs: number): string =>
  `resets in ${formatDuration(Math.max(60_000, Math.ceil((Date.parse(resetsAt) - nowMs) / 60_000) * 60_000))}`;

/** "$0.40 of $1 today" */
export function spentText(one: Period): string {
  const when = periodLabels[one.period].now.toLowerCase();
  if (one.spentUsd === null) return `not counted ${when}`;
  const spent = formatValue(Number(one.spentUsd), "usd");
  return one.limitUsd === null
    ? `${spent} ${when}`
    : `${spent} of ${formatValue(Number(one.limitUsd), "usd")} ${when}`;
}

/** What the tightest limit of a key says, in a sentence. */
export function keyAnswer(
  key: VirtualKey,
  ended: "Revoked" | "Expired" | null,
  nowMs: number | null,
): string {
  if (ended === "Revoked") return "It was revoked: programs that use it are refused.";
  if (ended === "Expired") return "It has expired: programs that use it are refused.";
  const near = tightest(key.spend);
  if (!near) {
    const month = key.spend.find(({ period }) => period === "month");
    return month ? `${capital(spentText(month))}, without a limit.` : "It has no limit on its spend.";
  }
  const share = usedShare(near) ?? 0;
  if (share >= 1)
    return `Its limit is reached: ${spentText(near)}. Calls are refused${nowMs === null ? "" : `; it ${resetText(near, nowMs)}`}.`;
  return `${capital(spentText(near))}${nowMs === null ? "" : `; it ${resetText(near, nowMs)}`}.`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The sentence that the list opens with. */
export function keysAnswer(keys: readonly VirtualKey[], more: boolean): string {
  if (keys.length === 0) return "No key yet: programs call with a virtual key in place of a provider's.";
  const count = `${keys.length}${more ? "+" : ""} ${keys.length === 1 ? "key" : "keys"}`;
  const reached = keys.filter((key) => key.spend.some((one) => (usedShare(one) ?? 0) >= 1));
  const near = keys.filter((key) => {
    const share = usedShare(tightest(key.spend) ?? noPeriod) ?? 0;
    return share >= 0.8 && share < 1;
  });
  const month = keys
    .map((key) => key.spend.find(({ period }) => period === "month")?.spentUsd ?? null)
    .reduce((sum: number, usd) => sum + Number(usd ?? 0), 0);
  const parts = [
    reached.length === 1 && `${reached[0]?.name} has reached its limit`,
    reached.length > 1 && `${reached.length} have reached a limit`,
    near.length > 0 && `${near.length} near a limit`,
    `${formatValue(month, "usd")} spent this month`,
  ].filter(Boolean);
  return `${count}, ${parts.join(", ")}.`;
}

const noPeriod: Period = { period: "day", spentUsd: null, limitUsd: null, from: "", resetsAt: "" };
