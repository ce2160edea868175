"use client";
import { spendPeriodNames } from "@triops/domains/virtual-keys/rules";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { faultOfPeriod, type LimitsDraft } from "./limits-draft.ts";
import { periodLabels } from "./words.ts";

type LimitsFieldsProps = {
  draft: LimitsDraft;
  onChange: (draft: LimitsDraft) => void;
  faults: readonly { path: string; message: string }[];
};

/** Requests and tokens a minute, dollars a day, week and month; empty is no limit. */
export function LimitsFields({ draft, onChange, faults }: LimitsFieldsProps) {
  const faultOf = (name: string) => faults.find(({ path }) => path === `limits.${name}`)?.message;
  return (
    <fieldset className="flex flex-col gap-3">
      <legend className="mb-1 text-body font-medium text-ink-1">Limits</legend>
      <div className="grid gap-3 sm:grid-cols-3">
        {spendPeriodNames.map((period) => (
          <Field
            key={period}
            label={`Spend a ${period}`}
            hint={periodLabels[period].hint}
            error={faultOfPeriod(draft, period, faults)}
          >
            <Input
              inputMode="decimal"
              prefix="$"
              placeholder="no limit"
              value={draft.spend[period]}
              onChange={(event) =>
                onChange({ ...draft, spend: { ...draft.spend, [period]: event.target.value } })
              }
            />
          </Field>
        ))}
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Requests a minute" error={faultOf("requestsPerMinute")}>
          <Input
            type="number"
            min={1}
            placeholder="no limit"
            value={draft.requestsPerMinute}
            onChange={(event) => onChange({ ...draft, requestsPerMinute: event.target.value })}
          />
        </Field>
        <Field label="Tokens a minute" error={faultOf("tokensPerMinute")}>
          <Input
            type="number"
            min={1}
            placeholder="no limit"
            value={draft.tokensPerMinute}
            onChange={(event) => onChange({ ...draft, tokensPerMinute: event.target.value })}
          />
        </Field>
      </div>
    </fieldset>
  );
}
