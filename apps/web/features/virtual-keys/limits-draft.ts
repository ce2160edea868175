import {
  type Limits,
  type SpendPeriodName,
  spendPeriodNames,
  type UnpricedPolicy,
} from "@triops/domains/virtual-keys/rules";

/** Limits as they are typed; empty is no limit. */
export type LimitsDraft = {
  requestsPerMinute: string;
  tokensPerMinute: string;
  spend: Record<SpendPeriodName, string>;
  unpriced: UnpricedPolicy;
};

export function draftOfLimits({ requestsPerMinute, tokensPerMinute, spend, unpriced }: Limits): LimitsDraft {
  const usd = (period: SpendPeriodName) => spend.find((one) => one.period === period)?.limitUsd ?? "";
  return {
    requestsPerMinute: requestsPerMinute === null ? "" : String(requestsPerMinute),
    tokensPerMinute: tokensPerMinute === null ? "" : String(tokensPerMinute),
    spend: { day: usd("day"), week: usd("week"), month: usd("month") },
    unpriced,
  };
}

const whole = (text: string): number | null => (text.trim() === "" ? null : Number(text));

/** Numbers that cannot be read go out as they are: the API says what is wrong with them, beside their field. */
export const limitsOf = (draft: LimitsDraft): Limits => ({
  requestsPerMinute: whole(draft.requestsPerMinute),
  tokensPerMinute: whole(draft.tokensPerMinute),
  spend: spendPeriodNames.flatMap((period) => {
    const limitUsd = draft.spend[period].trim();
    return limitUsd === "" ? [] : [{ period, limitUsd }];
  }),
  unpriced: draft.unpriced,
});

/** Where the API's fault about `limits.spend.1` belongs: the list has only the periods that were filled in. */
export function faultOfPeriod(
  draft: LimitsDraft,
  period: SpendPeriodName,
  faults: readonly { path: string; message: string }[],
): string | undefined {
  const index = limitsOf(draft).spend.findIndex((one) => one.period === period);
  return faults.find(({ path }) => index >= 0 && path.startsWith(`limits.spend.${index}`))?.message;
}
