"use client";
import type { Spent } from "@triops/domains/virtual-keys/schemas";
import { Meter } from "@triops/ui/progress";
import { formatValue } from "@triops/ui/units";
import { useLiveNow } from "./live-now.ts";
import { periodLabels, resetText, usedShare } from "./words.ts";

/** Spend of each period against its limit, and when it begins anew. */
export function SpendBars({ spend, of }: { spend: Spent; of: string }) {
  const now = useLiveNow();
  if (spend.every(({ spentUsd, limitUsd }) => spentUsd === null && limitUsd === null))
    return <p className="text-body text-ink-3">The counters cannot be read just now.</p>;
  return (
    <div className="flex flex-col gap-4">
      {spend.map((one) => {
        const share = usedShare(one);
        const spent = one.spentUsd === null ? "not counted" : formatValue(Number(one.spentUsd), "usd");
        return (
          <div key={one.period} className="flex flex-col gap-1">
            <div className="flex items-baseline justify-between gap-3 text-body">
              <span className="font-medium text-ink-1">{periodLabels[one.period].now}</span>
              <span className="text-ink-2 tabular-nums">
                {spent}
                {one.limitUsd === null ? "" : ` of ${formatValue(Number(one.limitUsd), "usd")}`}
              </span>
            </div>
            {one.limitUsd !== null && one.spentUsd !== null && (
              <Meter
                label={`Spend of ${of}, ${periodLabels[one.period].now.toLowerCase()}`}
                value={Math.min(1, share ?? 0)}
                max={1}
              />
            )}
            <p className="text-dense text-ink-3">
              {one.limitUsd === null ? "No limit" : share !== null && share >= 1 ? "Reached" : "Limited"}
              {now !== null && `, ${resetText(one, now)}`}
            </p>
          </div>
        );
      })}
    </div>
  );
}
