"use client";
import type { Prompt, PromptVersion } from "@triops/domains/prompts/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Textarea } from "@triops/ui/textarea";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { DiffView } from "./diff-view.tsx";
import { type Draft, templateOf } from "./draft.ts";

type CommitDialogProps = {
  prompt: Prompt;
  draft: Draft;
  branch: string;
  /** The head it was written on; null for the first. */
  parent: number | null;
  before: PromptVersion;
  onClose: () => void;
  onCommitted: (version: number) => void;
};

/** What changes, and why, before it becomes a version for good. */
export function CommitDialog({
  prompt,
  draft,
  branch,
  parent,
  before,
  onClose,
  onCommitted,
}: CommitDialogProps) {
  const change = useChange<PromptVersion>("prompts");
  const [message, setMessage] = useState("");
  const template = templateOf(draft);
  const fault = change.error?.fields[0];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={branch === "main" ? "Commit a version" : `Commit to ${branch}`}
      description="A version never changes again. Labels stay where they are until you move them."
      size="lg"
      onSubmit={() =>
        change.mutate({
          path: "/prompt-versions",
          body: {
            promptId: prompt.id,
            template,
            variables: draft.variables,
            config: draft.config,
            message,
            branch,
            ...(parent === null ? {} : { parentVersion: parent }),
          },
          done: "Committed",
          onDone: ({ version }) => {
            onCommitted(version);
            onClose();
          },
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Back
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Commit version
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field
          label="What changed"
          hint="One line that tells it from the others"
          error={fault && `${fault.path}: ${fault.message}`}
        >
          <Textarea
            rows={1}
            className="min-h-control"
            maxLength={2_000}
            value={message}
            placeholder="Ask for the order number first"
            onChange={(event) => setMessage(event.target.value)}
          />
        </Field>
        <DiffView
          before={before}
          after={{ template, declaredVariables: draft.variables, config: draft.config }}
        />
      </FieldGroup>
    </Dialog>
  );
}
