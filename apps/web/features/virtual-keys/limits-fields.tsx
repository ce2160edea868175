"use client";
import { spendPeriodNames, unpricedPolicies } from "@triops/domains/virtual-keys/rules";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { TextLink } from "@triops/ui/text-link";
import { paths } from "../../shell/paths.ts";
import { faultOfPeriod, type LimitsDraft, limitsOf } from "./limits-draft.ts";
import { periodLabels, unpricedLabels } from "./words.ts";

const unpriced = unpricedPolicies.map((value) => ({ value, label: unpricedLabels[value].label }));

/** What the choice means beside a spend limit is said where it is made. */
function unpricedHint(draft: LimitsDraft) {
  const { hint } = unpricedLabels[draft.unpriced];
  if (draft.unpriced === "refuse" || limitsOf(draft).spend.length === 0) return hint;
  return (
    <>
      Nobody knows what these calls cost, so they do not count towards the spend limit. Models without a price
      are listed under <TextLink href={paths.routes({ view: "prices" })}>Prices</TextLink>.
    </>
  );
}

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
      <Field label="Models without a price" hint={unpricedHint(draft)}>
        <Select
          options={unpriced}
          value={draft.unpriced}
          onValueChange={(policy) => onChange({ ...draft, unpriced: policy })}
        />
      </Field>
    </fieldset>
  );
}
