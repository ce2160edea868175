"use client";
import { useQuery } from "@tanstack/react-query";
import type { Prompt } from "@triops/domains/prompts/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { ConfirmDialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { PageBody } from "@triops/ui/page-header";
import { Textarea } from "@triops/ui/textarea";
import { Archive, ArchiveRestore, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { errorOf } from "../../data/screen-states.tsx";
import { paths } from "../../shell/paths.ts";
import { promptGate } from "./reads.ts";

const listed = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

/** Name, description, tags; which labels are protected; the end. */
export function SettingsView({ prompt }: { prompt: Prompt }) {
  return (
    <PageBody className="grid gap-4 pt-4 lg:grid-cols-2">
      <AboutCard prompt={prompt} />
      <div className="flex min-w-0 flex-col gap-4">
        <GateCard />
        <EndCard prompt={prompt} />
      </div>
    </PageBody>
  );
}

function AboutCard({ prompt }: { prompt: Prompt }) {
  const router = useRouter();
  const change = useChange<Prompt>("prompts");
  const mayWrite = useRefusal("prompts:write");
  const [draft, setDraft] = useState({
    name: prompt.name,
    description: prompt.description,
    tags: prompt.tags.join(", "),
  });
  const put = (more: Partial<typeof draft>) => setDraft({ ...draft, ...more });
  const faultOf = (field: string) => change.error?.fields.find(({ path }) => path.startsWith(field))?.message;
  return (
    <Card title="About">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (mayWrite) return;
          change.mutate({
            method: "PATCH",
            path: `/prompts/${prompt.id}`,
            body: { name: draft.name, description: draft.description, tags: listed(draft.tags) },
            done: "Saved",
            onDone: ({ name }) => {
              if (name !== prompt.name) router.replace(paths.prompt(name, { view: "settings" }));
            },
          });
        }}
      >
        <FieldGroup>
          <Field
            label="Name"
            required
            hint="Programs that ask for the old name find nothing"
            error={faultOf("name")}
          >
            <Input
              value={draft.name}
              maxLength={200}
              onChange={(event) => put({ name: event.target.value })}
            />
          </Field>
          <Field label="Description" error={faultOf("description")}>
            <Textarea
              value={draft.description}
              maxLength={20_000}
              onChange={(event) => put({ description: event.target.value })}
            />
          </Field>
          <Field label="Tags" hint="With commas between" error={faultOf("tags")}>
            <Input value={draft.tags} onChange={(event) => put({ tags: event.target.value })} />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" variant="primary" loading={change.isPending} disabledReason={mayWrite}>
              Save
            </Button>
          </div>
        </FieldGroup>
      </form>
    </Card>
  );
}

function GateCard() {
  const gate = useQuery(promptGate());
  const change = useChange("prompts");
  const mayOwn = useRefusal("prompts:own");
  const [typed, setTyped] = useState<string | null>(null);
  const fault = errorOf(gate.error, () => void gate.refetch());
  const text = typed ?? gate.data?.protectedLabels.join(", ") ?? "";
  return (
    <Card title="Protected labels" aside="of the whole workspace">
      {gate.data ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (mayOwn || !gate.data) return;
            change.mutate({
              path: "/prompts/gate",
              body: {
                protectedLabels: listed(text),
                allowAtCreation: gate.data.allowAtCreation,
                expiresAfterHours: gate.data.expiresAfterHours,
              },
              done: "Saved",
              onDone: () => setTyped(null),
            });
          }}
        >
          <FieldGroup>
            <Field
              label="Labels"
              hint="With commas between. They move by a request that another member approves."
              error={change.error?.fields[0]?.message}
            >
              <Input
                value={text}
                readOnly={mayOwn !== undefined}
                onChange={(event) => setTyped(event.target.value)}
              />
            </Field>
            <div className="flex justify-end">
              <Button type="submit" loading={change.isPending} disabledReason={mayOwn}>
                Save labels
              </Button>
            </div>
          </FieldGroup>
        </form>
      ) : (
        fault
      )}
    </Card>
  );
}

function EndCard({ prompt }: { prompt: Prompt }) {
  const router = useRouter();
  const change = useChange("prompts");
  const mayWrite = useRefusal("prompts:write");
  const [deleting, setDeleting] = useState(false);
  const archived = prompt.archivedAt !== null;
  const held = prompt.labels.find((label) => label.protected);
  return (
    <Card title="End of life">
      <div className="flex flex-wrap items-center gap-2">
        <Button
          icon={archived ? <ArchiveRestore aria-hidden="true" /> : <Archive aria-hidden="true" />}
          disabledReason={mayWrite}
          loading={change.isPending}
          onClick={() =>
            change.mutate({
              path: `/prompts/${prompt.id}/${archived ? "restore" : "archive"}`,
              done: archived ? "Back in the lists" : "Archived; it still answers",
            })
          }
        >
          {archived ? "Bring it back" : "Archive"}
        </Button>
        <Button
          variant="ghost"
          icon={<Trash2 aria-hidden="true" />}
          disabledReason={mayWrite ?? (held ? `${held.label} points at one of its versions` : undefined)}
          onClick={() => setDeleting(true)}
        >
          Delete prompt
        </Button>
      </div>
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete ${prompt.name}?`}
        confirmLabel="Delete prompt"
        typeToConfirm={prompt.name}
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({
            method: "DELETE",
            path: `/prompts/${prompt.id}`,
            done: "Deleted",
            onDone: () => router.push(paths.prompts()),
          })
        }
      >
        Its {prompt.versions} {prompt.versions === 1 ? "version goes" : "versions go"} with it. Programs that
        ask for it find nothing.
      </ConfirmDialog>
    </Card>
  );
}
