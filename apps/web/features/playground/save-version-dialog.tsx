"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { PromptVersion } from "@triops/domains/prompts/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { Select } from "@triops/ui/select";
import { Textarea } from "@triops/ui/textarea";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { templateOf } from "../prompts/draft.ts";
import { branchPages } from "../prompts/reads.ts";
import type { Board, Column } from "./board.ts";
import { configOf } from "./cells.ts";

type SaveVersionDialogProps = {
  board: Board;
  column: Column;
  onClose: () => void;
  onSaved: (prompt: { id: string; name: string }, version: number) => void;
};

const ways = [
  { value: "version", label: "Next version" },
  { value: "prompt", label: "New prompt" },
] as const;

/** Keeps a column: as the next version of its prompt, on main or a branch, or as a prompt of its own. */
export function SaveVersionDialog({ board, column, onClose, onSaved }: SaveVersionDialogProps) {
  const mayWrite = useRefusal("prompts:write");
  const change = useChange<PromptVersion | { id: string; name: string }>("prompts");
  const [way, setWay] = useState<"version" | "prompt">(column.prompt ? "version" : "prompt");
  const [draft, setDraft] = useState({ name: "", message: "", branch: "main" });
  const put = (more: Partial<typeof draft>) => setDraft({ ...draft, ...more });
  const { prompt } = column;
  const faultOf = (field: string) => change.error?.fields.find(({ path }) => path.startsWith(field))?.message;
  const content = {
    template: templateOf(column.draft),
    variables: column.draft.variables,
    config: configOf(board, column),
    message: draft.message,
  };
  const save = () => {
    if (way === "version" && prompt)
      return change.mutate({
        path: "/prompt-versions",
        body: { promptId: prompt.id, branch: draft.branch, ...content },
        done: "Version saved",
        onDone: (saved) => {
          if ("version" in saved) onSaved(prompt, saved.version);
          onClose();
        },
      });
    change.mutate({
      path: "/prompts",
      body: { name: draft.name, type: column.draft.type, ...content },
      done: "Prompt saved",
      onDone: (saved) => {
        onSaved({ id: saved.id, name: draft.name }, 1);
        onClose();
      },
    });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Save as version"
      description="Messages, parameters, tools and schema become a version. Labels stay where they are."
      onSubmit={save}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            loading={change.isPending}
            disabledReason={
              mayWrite ?? (way === "prompt" && draft.name.trim() === "" ? "Give it a name" : undefined)
            }
          >
            Save version
          </Button>
        </>
      }
    >
      <FieldGroup>
        {prompt && <Segmented label="Save as" options={ways} value={way} onValueChange={setWay} />}
        {way === "version" && prompt ? (
          <BranchField
            promptId={prompt.id}
            name={prompt.name}
            value={draft.branch}
            onChange={(branch) => put({ branch })}
          />
        ) : (
          <Field label="Name" required hint="Folders by slashes: support/reply" error={faultOf("name")}>
            <Input
              value={draft.name}
              maxLength={200}
              onChange={(event) => put({ name: event.target.value })}
            />
          </Field>
        )}
        <Field
          label="What changed"
          hint="Readers of the history see this"
          error={faultOf("message") ?? faultOf("template")}
        >
          <Textarea
            rows={2}
            maxLength={2_000}
            value={draft.message}
            onChange={(event) => put({ message: event.target.value })}
          />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}

type BranchFieldProps = { promptId: string; name: string; value: string; onChange: (branch: string) => void };

function BranchField({ promptId, name, value, onChange }: BranchFieldProps) {
  const pages = useInfiniteQuery(branchPages(promptId));
  const open = (pages.data?.pages.flatMap((page) => page.data) ?? []).filter(({ state }) => state === "open");
  const options = ["main", ...open.map((branch) => branch.name)].map((one) => ({ value: one, label: one }));
  return (
    <Field label={`Branch of ${name}`}>
      <Select options={options} value={value} onValueChange={onChange} />
    </Field>
  );
}
