"use client";
import type { Prompt } from "@triops/domains/prompts/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";
import { type Draft, emptyDraft, templateOf } from "./draft.ts";
import { TemplateFields } from "./template-fields.tsx";

const types = [
  { value: "chat", label: "Chat: messages" },
  { value: "text", label: "Text" },
] as const;

/** A name and its first version. */
export function CreateDialog({ folder, onClose }: { folder: string; onClose: () => void }) {
  const router = useRouter();
  const change = useChange<Prompt>("prompts");
  const [name, setName] = useState(folder === "" ? "" : `${folder}/`);
  const [tags, setTags] = useState("");
  const [draft, setDraft] = useState<Draft>(emptyDraft());
  const faultOf = (field: string) => change.error?.fields.find(({ path }) => path.startsWith(field))?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="New prompt"
      description="Its first version; labels, variables and settings follow on its page."
      size="lg"
      onSubmit={() =>
        change.mutate({
          path: "/prompts",
          body: {
            name: name.trim(),
            type: draft.type,
            template: templateOf(draft),
            tags: tags
              .split(",")
              .map((tag) => tag.trim())
              .filter(Boolean),
          },
          done: "Prompt created",
          onDone: (prompt) => {
            onClose();
            router.push(paths.prompt(prompt.name));
          },
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Create prompt
          </Button>
        </>
      }
    >
      <FieldGroup>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Name" required hint="Folders by slashes: support/reply" error={faultOf("name")}>
            <Input
              value={name}
              maxLength={200}
              placeholder="support/reply"
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <Field label="Tags" hint="With commas between" error={faultOf("tags")}>
            <Input value={tags} onChange={(event) => setTags(event.target.value)} />
          </Field>
        </div>
        <Segmented
          label="Kind of prompt"
          options={types}
          value={draft.type}
          onValueChange={(type) => setDraft({ ...draft, type })}
        />
        <TemplateFields draft={draft} onChange={(more) => setDraft({ ...draft, ...more })} />
        {faultOf("template") && (
          <p role="alert" className="text-body text-sev1-text">
            {faultOf("template")}
          </p>
        )}
      </FieldGroup>
    </Dialog>
  );
}
