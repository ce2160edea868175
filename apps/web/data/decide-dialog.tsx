"use client";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field } from "@triops/ui/field";
import { Textarea } from "@triops/ui/textarea";
import { useState } from "react";
import { useChange } from "./mutate.ts";

type DecideDialogProps = {
  noun: "promotions" | "label-requests";
  id: string;
  verb: "approve" | "reject";
  /** What is asked for, in words: "Make fraud version 5 champion". */
  asked: string;
  /** Of the buttons: "Approve promotion". */
  called: string;
  /** What happens then. */
  effects: { approve: string; reject: string };
  onClose: () => void;
};

/** Somebody decides what another person asked for; a no says why. */
export function DecideDialog({ noun, id, verb, asked, called, effects, onClose }: DecideDialogProps) {
  const change = useChange(noun);
  const [note, setNote] = useState("");
  const approving = verb === "approve";
  const missing = !approving && note.trim() === "" ? "Say why" : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={approving ? `${asked}?` : "Reject this request?"}
      description={effects[verb]}
      size="sm"
      onSubmit={() => {
        if (missing) return;
        change.mutate({
          path: `/${noun}/${id}/${verb}`,
          body: { note },
          done: approving ? "Approved" : "Rejected",
          onDone: onClose,
        });
      }}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Back
          </Button>
          <Button
            type="submit"
            variant={approving ? "primary" : "danger"}
            loading={change.isPending}
            disabledReason={missing}
          >
            {approving ? `Approve ${called}` : `Reject ${called}`}
          </Button>
        </>
      }
    >
      <Field label="Note" required={!approving} error={change.error?.fields[0]?.message}>
        <Textarea value={note} maxLength={5_000} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </Dialog>
  );
}
