"use client";
import type { Threshold } from "@triops/domains/dashboards/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { Select } from "@triops/ui/select";
import { SeverityMark } from "@triops/ui/severity-mark";
import { Plus, X } from "lucide-react";
import { NumberField } from "./number-field.tsx";

const thresholdsMax = 10;
const levels = [
  { value: "ok", label: "OK" },
  { value: "sev4", label: "SEV4" },
  { value: "sev3", label: "SEV3" },
  { value: "sev2", label: "SEV2" },
  { value: "sev1", label: "SEV1" },
] as const;

type FormProps = { thresholds: readonly Threshold[]; onChange(thresholds: Threshold[], key?: string): void };

/** From which value on a level holds: shown as colour and shape together. */
export function ThresholdsForm({ thresholds, onChange }: FormProps) {
  const add = () => {
    const highest = thresholds.reduce((most, { value }) => Math.max(most, value), 0);
    onChange([...thresholds, { value: thresholds.length === 0 ? 0 : highest + 1, level: "sev3" }]);
  };
  return (
    <fieldset className="m-0 min-w-0 border-0 p-0">
      <legend className="mb-1.5 p-0 font-medium text-body text-ink-1">Thresholds</legend>
      <ul className="flex flex-col gap-2">
        {thresholds.map((threshold, at) => (
          <li key={at} className="flex items-start gap-2">
            <span className="flex h-control items-center">
              <SeverityMark level={threshold.level} />
            </span>
            <div className="min-w-0 flex-1">
              <NumberField
                label={`Threshold ${at + 1}, from`}
                hideLabel
                value={threshold.value}
                onChange={(value) =>
                  value !== null && onChange(thresholds.with(at, { ...threshold, value }), `threshold-${at}`)
                }
              />
            </div>
            <Select
              aria-label={`Level of threshold ${at + 1}`}
              options={levels}
              value={threshold.level}
              onValueChange={(level) => onChange(thresholds.with(at, { ...threshold, level }))}
              className="w-24"
            />
            <IconButton
              label={`Remove threshold ${at + 1}`}
              icon={<X aria-hidden="true" />}
              onClick={() => onChange(thresholds.toSpliced(at, 1))}
            />
          </li>
        ))}
      </ul>
      <Button
        size="sm"
        icon={<Plus aria-hidden="true" />}
        disabledReason={thresholds.length >= thresholdsMax ? `At most ${thresholdsMax}` : undefined}
        onClick={add}
        className={thresholds.length > 0 ? "mt-2" : ""}
      >
        Add threshold
      </Button>
    </fieldset>
  );
}
