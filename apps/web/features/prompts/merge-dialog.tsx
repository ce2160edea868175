"use client";
import { useQuery } from "@tanstack/react-query";
import type { MergePreview, Prompt, PromptVersion } from "@triops/domains/prompts/schemas";
import { Button } from "@triops/ui/button";
import { Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { SkeletonRows } from "@triops/ui/skeleton";
import { Textarea } from "@triops/ui/textarea";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { ConfigCard } from "./config-card.tsx";
import { DiffView } from "./diff-view.tsx";
import { type Draft, draftOf, templateOf } from "./draft.ts";
import { mergePreview, versionByNumber } from "./reads.ts";
import { TemplateFields } from "./template-fields.tsx";

type MergeDialogProps = { prompt: Prompt; branch: string; onClose: () => void };

/** What main becomes; where both sides changed the same, the reader decides. */
export function MergeDialog({ prompt, branch, onClose }: MergeDialogProps) {
  const preview = useQuery({ ...mergePreview(prompt.id, branch), staleTime: 0 });
  const fault = errorOf(preview.error, () => void preview.refetch());
  if (preview.data) return <Merge prompt={prompt} preview={preview.data} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={`Merge ${branch}`} size="lg">
      {fault ?? <SkeletonRows rows={4} label="Merging on trial" />}
    </Dialog>
  );
}

/** As the merge writes them around what both sides changed. */
const marks = ["<<<<<<< main", "=======", ">>>>>>> branch"];

function Merge({ prompt, preview, onClose }: { prompt: Prompt; preview: MergePreview; onClose: () => void }) {
  const change = useChange<PromptVersion>("prompts");
  const main = useQuery(versionByNumber(prompt.name, preview.mainVersion));
  const [message, setMessage] = useState("");
  const [draft, setDraft] = useState<Draft>(() =>
    draftOf({
      type: prompt.type,
      template: preview.template,
      declaredVariables: preview.variables,
      config: preview.config,
    }),
  );
  const { conflicts } = preview;
  const text = JSON.stringify(templateOf(draft));
  const unsettled = conflicts.length > 0 && marks.some((mark) => text.includes(mark));
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Merge ${preview.branch} into main`}
      description={
        conflicts.length === 0
          ? "Both sides fit together. Main gets a new version; labels stay where they are."
          : "Both sides changed the same. Settle it below; main gets what stands there."
      }
      size="lg"
      onSubmit={() =>
        !unsettled &&
        change.mutate({
          path: `/prompts/${prompt.id}/merge-branch`,
          body: {
            branch: preview.branch,
            message,
            mainVersion: preview.mainVersion,
            ...(conflicts.length > 0 && {
              resolved: { template: templateOf(draft), variables: draft.variables, config: draft.config },
            }),
          },
          done: "Merged",
          onDone: onClose,
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
            disabledReason={unsettled ? "Settle what stands between the marks first" : undefined}
          >
            Merge
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="What changed" error={change.error?.fields[0]?.message}>
          <Textarea
            rows={1}
            className="min-h-control"
            maxLength={2_000}
            value={message}
            placeholder={`Merge ${preview.branch}`}
            onChange={(event) => setMessage(event.target.value)}
          />
        </Field>
        {conflicts.length > 0 && (
          <>
            <Notice tone="warning" role="status">
              {conflicts.length === 1 ? "One place differs" : `${conflicts.length} places differ`} on both
              sides: {conflicts.map(({ path }) => path).join(", ")}.
            </Notice>
            <ul className="flex flex-col gap-2" aria-label="Conflicts">
              {conflicts.map(({ path, main: ours, branch: theirs }) => (
                <li
                  key={path}
                  className="grid gap-2 rounded-card border border-line-subtle p-2 text-dense sm:grid-cols-2"
                >
                  <Side word={`main, ${path}`} value={ours} />
                  <Side word={`${preview.branch}, ${path}`} value={theirs} />
                </li>
              ))}
            </ul>
            <TemplateFields
              within="Merged"
              draft={draft}
              onChange={(more) => setDraft((now) => ({ ...now, ...more }))}
            />
            {conflicts.some(({ path }) => path.startsWith("config")) && (
              <ConfigCard
                config={draft.config}
                readOnly={false}
                onChange={(config) => setDraft((now) => ({ ...now, config }))}
              />
            )}
          </>
        )}
        {conflicts.length === 0 && main.data && (
          <DiffView
            before={main.data}
            after={{
              template: preview.template,
              declaredVariables: preview.variables,
              config: preview.config,
            }}
          />
        )}
      </FieldGroup>
    </Dialog>
  );
}

function Side({ word, value }: { word: string; value: unknown }) {
  return (
    <div className="min-w-0">
      <p className="text-ink-3">{word}</p>
      <p className="whitespace-pre-wrap break-words font-mono text-ink-1">
        {value === null || value === undefined
          ? "taken away"
          : typeof value === "string"
            ? value
            : JSON.stringify(value, null, 2)}
      </p>
    </div>
  );
}
