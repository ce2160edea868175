"use client";
import { Button } from "@triops/ui/button";
import { Field } from "@triops/ui/field";
import { Textarea } from "@triops/ui/textarea";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";

export function CommentBox({ id }: { id: string }) {
  const change = useChange("incidents");
  const mayWrite = useRefusal("incidents:write");
  const [text, setText] = useState("");
  const send = () => {
    if (mayWrite || text.trim() === "") return;
    change.mutate({ path: `/incidents/${id}/comment`, body: { text }, onDone: () => setText("") });
  };
  return (
    <form
      className="flex flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <Field label="Add to the timeline" error={change.error?.fields[0]?.message}>
        <Textarea
          value={text}
          rows={2}
          maxLength={10_000}
          disabled={mayWrite !== undefined}
          placeholder="What did you see, try or decide?"
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
