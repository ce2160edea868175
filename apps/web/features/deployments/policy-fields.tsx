"use client";
import { Checkbox } from "@triops/ui/checkbox";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import type { PolicyDraft } from "./policy-draft.ts";

type PolicyFieldsProps = { policy: PolicyDraft; onChange: (policy: PolicyDraft) => void };

const breaches = [
  { value: "rollback", label: "Roll back" },
  { value: "pause", label: "Pause" },
] as const;

/** A guard: on with its limit, or off. */
const guards = [
  {
    key: "errorIncrease",
    label: "Errors",
    limit: "Share above the champion's, at most",
    suffix: "%",
    usual: "1",
  },
  {
    key: "latencyRatio",
    label: "Latency",
    limit: "p95 against the champion's, at most",
    suffix: "×",
    usual: "1.5",
  },
  {
    key: "outputDistance",
    label: "Answers",
    limit: "Distance of the distributions, at most",
    suffix: "",
    usual: "0.15",
  },
] as const;

/** Steps and guards of a rollout. */
export function PolicyFields({ policy, onChange }: PolicyFieldsProps) {
  const put = (more: Partial<PolicyDraft>) => onChange({ ...policy, ...more });
  return (
    <>
      <div className="grid grid-cols-[1fr_8rem] gap-3">
        <Field label="Steps" hint="Share of requests, step by step">
          <Input value={policy.steps} suffix="%" onChange={(event) => put({ steps: event.target.value })} />
        </Field>
        <Field label="Each at least" hint="Or until it has its samples">
          <Input
            type="number"
            min={0}
            step="any"
            suffix="min"
            value={policy.minutes}
            onChange={(event) => put({ minutes: event.target.value })}
          />
        </Field>
      </div>
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-2 text-body font-medium text-ink-1">Guards</legend>
        {guards.map(({ key, label, limit, suffix, usual }) => {
          const value = policy[key];
          return (
            <div key={key} className="grid grid-cols-[minmax(0,1fr)_7rem] items-center gap-3">
              <Checkbox
                label={label}
                hint={limit}
                checked={value !== null}
                onCheckedChange={(on) => put({ [key]: on ? usual : null })}
              />
              {value !== null && (
                <Input
                  type="number"
                  step="any"
                  min={0}
                  aria-label={`${label}: ${limit}`}
                  {...(suffix ? { suffix } : {})}
                  value={value}
                  onChange={(event) => put({ [key]: event.target.value })}
                />
              )}
            </div>
          );
        })}
        <div className="grid grid-cols-2 gap-3">
          <Field label="Samples at least" hint="Of canary and champion">
            <Input
              type="number"
              min={10}
              value={policy.samplesMin}
              onChange={(event) => put({ samplesMin: event.target.value })}
            />
          </Field>
          <Field label="When one trips">
            <Select
              options={breaches}
              value={policy.onBreach}
              onValueChange={(onBreach) => put({ onBreach })}
            />
          </Field>
        </div>
      </fieldset>
    </>
  );
}
