"use client";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useState } from "react";

type NumberFieldProps = {
  label: string;
  value: number | null;
  onChange(value: number | null): void;
  placeholder?: string;
  min?: number;
  max?: number;
  whole?: boolean;
  hideLabel?: boolean;
};

/** A number or nothing. Text that is no number yet stays in the field and says so. */
export function NumberField({
  label,
  value,
  onChange,
  placeholder,
  min,
  max,
  whole,
  hideLabel,
}: NumberFieldProps) {
  const [text, setText] = useState(value === null ? "" : String(value));
  const [told, setTold] = useState(value);
  if (told !== value) {
    setTold(value);
    setText(value === null ? "" : String(value));
  }
  const parsed = text.trim() === "" ? null : Number(text.replace(",", "."));
  const fault =
    parsed === null
      ? undefined
      : !Number.isFinite(parsed) || (whole && !Number.isInteger(parsed))
        ? whole
          ? "A whole number"
          : "A number"
        : (min !== undefined && parsed < min) || (max !== undefined && parsed > max)
          ? `Between ${min} and ${max}`
          : undefined;
  return (
    <Field label={label} error={fault} hideLabel={hideLabel ?? false}>
      <Input
        inputMode="decimal"
        value={text}
        placeholder={placeholder}
        onChange={(event) => {
          const next = event.target.value;
          setText(next);
          const number = next.trim() === "" ? null : Number(next.replace(",", "."));
          const fits =
            number === null ||
            (Number.isFinite(number) &&
              (!whole || Number.isInteger(number)) &&
              (min === undefined || number >= min) &&
              (max === undefined || number <= max));
          if (!fits) return;
          setTold(number);
          onChange(number);
        }}
      />
    </Field>
  );
}
