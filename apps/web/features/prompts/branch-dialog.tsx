"use client";
import type { Branch, Prompt } from "@triops/domains/prompts/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";

type BranchDialogProps = {
  prompt: Prompt;
  version: number;
  onClose: () => void;
  onMade: (name: string) => void;
};

/** A line of its own for versions that are not ready for main. */
export function BranchDialog({ prompt, version, onClose, onMade }: BranchDialogProps) {
  const change = useChange<Branch>("prompts");
  const [name, setName] = useState("");
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New branch"
      description={`It begins at v${version}. What is committed to it touches main when it is merged.`}
      size="sm"
      onSubmit={() =>
        change.mutate({
          path: `/prompts/${prompt.id}/create-branch`,
          body: { name, version },
          done: "Branch made",
          onDone: (branch) => {
            onMade(branch.name);
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
            Make branch
          </Button>
        </>
      }
    >
      <Field
        label="Name"
        required
        hint="Letters, digits, _ . / and -"
        error={change.error?.fields[0]?.message}
      >
        <Input
          value={name}
          maxLength={100}
          placeholder="shorter-answers"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
    </Dialog>
  );
}
