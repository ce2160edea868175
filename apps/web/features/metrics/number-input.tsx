"use client";
import { Input } from "@triops/ui/input";
import { useState } from "react";

type NumberInputProps = {
  value: number | null;
  onValueChange: (value: number | null) => void;
  disabled?: boolean;
};

/** Tells its number when somebody is done with it: a half-typed one would be run. */
export function NumberInput({ value, onValueChange, disabled = false }: NumberInputProps) {
  const [draft, setDraft] = useState<string | null>(null);
  const finish = () => {
    if (draft === null) return;
    setDraft(null);
    const next = draft.trim() === "" ? null : Number(draft);
    if (next !== null && !Number.isFinite(next)) return;
    if (next !== value) onValueChange(next);
  };
  return (
    <Input
      inputMode="decimal"
      disabled={disabled}
      value={draft ?? (value === null ? "" : String(value))}
      onChange={(event) => setDraft(event.target.value)}
      onBlur={finish}
      onKeyDown={(event) => {
        if (event.key === "Enter") finish();
      }}
    />
  );
}
