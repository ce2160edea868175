"use client";
import type { Session } from "@triops/domains/prompt-runs/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import type { Board } from "./board.ts";

type SaveSessionDialogProps = { board: Board; onClose: () => void; onSaved: (session: Session) => void };

export function SaveSessionDialog({ board, onClose, onSaved }: SaveSessionDialogProps) {
  const change = useChange<Session>("playground-sessions");
  const [name, setName] = useState(board.columns.find(({ prompt }) => prompt)?.prompt?.name ?? "");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Save session"
      description="Columns, variables and tools, under a name and an address of its own."
      size="sm"
      onSubmit={() =>
        change.mutate({
          path: "/playground-sessions",
          body: { name, content: board },
          done: "Session saved",
          onDone: (session) => {
            onSaved(session);
            onClose();
          },
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            loading={change.isPending}
            disabledReason={name.trim() === "" ? "Give it a name" : undefined}
          >
            Save session
          </Button>
        </>
      }
    >
      <Field label="Name" required error={change.error?.fields[0]?.message}>
        <Input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
      </Field>
    </Dialog>
  );
}
