"use client";
import { readMatchers } from "@triops/domains/silences/rules";
import { Input } from "@triops/ui/input";
import { type KeyboardEvent, useId, useState } from "react";
import { conditionsOf, whereOf } from "./filters.ts";

/** Adds conditions on labels as people write them; Enter takes them over. */
export function WhereInput({ where, onWhere }: { where: string; onWhere: (where: string) => void }) {
  const [text, setText] = useState("");
  const [fault, setFault] = useState<string | null>(null);
  const faultId = useId();
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const matchers = readMatchers(text);
    if ("fault" in matchers) {
      setFault(matchers.fault);
      return;
    }
    setFault(null);
    setText("");
    onWhere(whereOf([...conditionsOf(where), ...matchers]));
  }
  return (
    <div className="w-full sm:w-64">
      <Input
        mono
        aria-label="Filter by labels"
        placeholder={'job="node", host=~"a.*"'}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setFault(null);
        }}
        onKeyDown={onKeyDown}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : faultId}
      />
      {fault !== null && (
        <p id={faultId} role="alert" className="mt-1 text-dense text-sev1-text">
          {fault}
        </p>
      )}
    </div>
  );
}
