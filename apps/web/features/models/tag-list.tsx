"use client";
import type { Tag } from "@triops/domains/models/schemas";
import { Button } from "@triops/ui/button";
import { cn } from "@triops/ui/class-names";
import { Input } from "@triops/ui/input";
import { Plus, X } from "lucide-react";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";

type TagListProps = {
  tags: readonly Tag[];
  /** Of the thing that has them: its tags are set below it. */
  path: string;
  noun: string;
  className?: string;
};

/** Tags as MLflow keeps them: a key and a value, to be added and taken away in place. */
export function TagList({ tags, path, noun, className }: TagListProps) {
  const change = useChange(noun);
  const mayWrite = useRefusal("models:write");
  const [draft, setDraft] = useState<{ key: string; value: string } | null>(null);
  const add = () => {
    if (!draft || draft.key.trim() === "") return;
    change.mutate({
      path: `${path}/set-tag`,
      body: { key: draft.key.trim(), value: draft.value },
      onDone: () => setDraft(null),
    });
  };
  return (
    <section aria-label="Tags" className={cn("flex min-w-0 flex-col gap-1.5", className)}>
      <div className="flex items-center justify-between">
        <h3 className="text-body text-ink-3">Tags</h3>
        {!draft && (
          <Button
            size="sm"
            variant="ghost"
            icon={<Plus aria-hidden="true" />}
            disabledReason={mayWrite}
            onClick={() => setDraft({ key: "", value: "" })}
          >
            Add tag
          </Button>
        )}
      </div>
      {tags.length === 0 && !draft && <p className="text-body text-ink-3">None</p>}
      {tags.length > 0 && (
        <ul className="flex flex-wrap gap-1">
          {tags.map(({ key, value }) => (
            <li
              key={key}
              className="inline-flex min-h-6 max-w-full items-center rounded-control bg-sunken pl-1.5 text-dense text-ink-2"
            >
              <span className="truncate" title={`${key}: ${value}`}>
                {key}
                {value !== "" && <span className="text-ink-1">: {value}</span>}
              </span>
              {mayWrite ? (
                <span className="w-1.5" />
              ) : (
                <button
                  type="button"
                  aria-label={`Remove tag ${key}`}
                  onClick={() => change.mutate({ path: `${path}/delete-tag`, body: { key } })}
                  className="flex size-6 shrink-0 items-center justify-center rounded-control text-ink-3 hover:text-ink-1"
                >
                  <X aria-hidden="true" className="size-3" />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {draft && (
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <Input
            aria-label="Key"
            placeholder="Key"
            value={draft.key}
            maxLength={250}
            onChange={(event) => setDraft({ ...draft, key: event.target.value })}
          />
          <Input
            aria-label="Value"
            placeholder="Value"
            value={draft.value}
            onChange={(event) => setDraft({ ...draft, value: event.target.value })}
          />
          <div className="flex justify-end gap-1">
            <Button size="sm" variant="ghost" onClick={() => setDraft(null)}>
              Cancel
            </Button>
            <Button type="submit" size="sm" loading={change.isPending}>
              Set tag
            </Button>
          </div>
        </form>
      )}
    </section>
  );
}
