"use client";
import type { Permission } from "@triops/domains/permissions";
import { Button } from "@triops/ui/button";
import { Field } from "@triops/ui/field";
import { Textarea } from "@triops/ui/textarea";
import { useState } from "react";
import { useRefusal } from "./me.tsx";
import { useChange } from "./mutate.ts";

type Props = {
  noun: "incidents" | "promotions" | "label-requests";
  id: string;
  label: string;
  placeholder: string;
  charsMax: number;
};

/** Adds what somebody has to say to a record's timeline. Ctrl+Enter sends. */
export function CommentForm({ noun, id, label, placeholder, charsMax }: Props) {
  const change = useChange(noun);
  const mayWrite = useRefusal(`${noun}:write` satisfies Permission);
  const [text, setText] = useState("");
  const send = () => {
    if (mayWrite || text.trim() === "") return;
    change.mutate({ path: `/${noun}/${id}/comment`, body: { text }, onDone: () => setText("") });
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Field label={label} error={change.error?.fields[0]?.message}>
        <Textarea
          value={text}
          rows={2}
          maxLength={charsMax}
          disabled={mayWrite !== undefined}
          placeholder={placeholder}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) send();
          }}
        />
      </Field>
      <div className="flex justify-end">
        <Button
          type="submit"
          loading={change.isPending}
          disabledReason={mayWrite ?? (text.trim() === "" ? "Write something first" : undefined)}
        >
          Comment
        </Button>
      </div>
    </form>
  );
}
