"use client";
import { type Translation, translateGrafana } from "@triops/domains/dashboards/grafana/rules";
import { panelsOf } from "@triops/domains/dashboards/rules";
import type { Dashboard, DashboardModel, ImportNote } from "@triops/domains/dashboards/schemas";
import { Badge } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { ErrorNotice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Textarea } from "@triops/ui/textarea";
import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";

type Found =
  | { fault: string }
  | { source: "grafana" | "triops"; model: DashboardModel; notes: ImportNote[] }
  | null;

/** A file of Grafana, or one that Triops exported. Its panels alone are read here; the server checks the rest. */
function read(text: string): Found {
  if (text.trim() === "") return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { fault: "This is not JSON. Choose the file that Grafana's Export wrote." };
  }
  if (isOurs(json)) return { source: "triops", model: json, notes: [] };
  const translated: Translation = translateGrafana(json);
  return "fault" in translated ? translated : { source: "grafana", ...translated };
}

const isOurs = (json: unknown): json is DashboardModel => {
  const sections = (json as { sections?: unknown } | null)?.sections;
  return (
    Array.isArray(sections) && sections.every((one) => Array.isArray((one as { panels?: unknown })?.panels))
  );
};

/** First what comes over and what does not, then the dashboard. */
export function ImportDialog({ onClose }: { onClose(): void }) {
  const router = useRouter();
  const change = useChange<Dashboard>("dashboards");
  const [text, setText] = useState("");
  const [title, setTitle] = useState<string | null>(null);
  const [folder, setFolder] = useState("");
  const found = useMemo(() => read(text), [text]);
  const ready = found && "model" in found ? found : null;
  const name = title ?? ready?.model.title ?? "";
  const fault = change.error?.fields.map((one) => `${one.path}: ${one.message}`).join("; ");
  return (
    <Dialog
      open
      onOpenChange={onClose}
      size="lg"
      title="Import a dashboard"
      description="JSON from Grafana (Share, Export; not the v2 schema), or a file that Triops wrote."
      onSubmit={() =>
        ready &&
        change.mutate({
          path: "/dashboards",
          body: {
            model: { ...ready.model, title: name, ...(folder ? { folder } : {}) },
            origin: ready.source === "grafana" ? "grafana" : "member",
            message: ready.source === "grafana" ? "Imported from Grafana" : "Imported",
          },
          done: "Dashboard imported",
          onDone: (made) => router.push(paths.dashboard(made.id)),
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
            disabledReason={ready ? undefined : "Give it a file first"}
          >
            Import
          </Button>
        </>
      }
    >
      <FieldGroup>
        <label className="flex min-h-16 cursor-pointer items-center justify-center gap-2 rounded-card border border-line-control border-dashed text-body text-ink-2 focus-within:outline-2 focus-within:outline-accent hover:bg-raised">
          <FileUp aria-hidden="true" className="size-4" />
          Choose a file
          <input
            type="file"
            accept=".json,application/json"
            className="sr-only"
            onChange={(event) => void event.target.files?.[0]?.text().then(setText)}
          />
        </label>
        <Field label="Or paste its JSON">
          <Textarea
            mono
            rows={4}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="field-sizing-fixed max-h-40"
          />
        </Field>
        {found && "fault" in found && <ErrorNotice>{found.fault}</ErrorNotice>}
        {change.error && fault && <ErrorNotice>{fault}</ErrorNotice>}
        {ready && (
          <>
            <div className="grid gap-3 sm:grid-cols-2">
              <Field label="Title" required>
                <Input value={name} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
              </Field>
              <Field label="Folder" aside="optional">
                <Input value={folder} maxLength={100} onChange={(event) => setFolder(event.target.value)} />
              </Field>
            </div>
            <Report model={ready.model} notes={ready.notes} />
          </>
        )}
      </FieldGroup>
    </Dialog>
  );
}

function Report({ model, notes }: { model: DashboardModel; notes: readonly ImportNote[] }) {
  const dropped = notes.filter((note) => note.kind === "dropped").length;
  const panels = panelsOf(model).length;
  return (
    <section aria-label="Report" className="min-w-0">
      <p className="text-body text-ink-1" role="status">
        {panels} {panels === 1 ? "panel" : "panels"} and {model.variables.length}{" "}
        {model.variables.length === 1 ? "variable" : "variables"} come over.{" "}
        {notes.length === 0
          ? "Everything was understood."
          : `${dropped} left out, ${notes.length - dropped} not quite the same:`}
      </p>
      {notes.length > 0 && (
        <section
          aria-label="What was not understood"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
          tabIndex={0}
          className="mt-2 max-h-56 overflow-y-auto rounded-card border border-line-subtle"
        >
          <ul className="divide-y divide-line-subtle">
            {notes.map((note) => (
              <li key={`${note.where} ${note.what}`} className="flex items-start gap-2 px-3 py-1.5 text-body">
                <Badge tone={note.kind === "dropped" ? "sev3" : "outline"}>
                  {note.kind === "dropped" ? "Left out" : "Changed"}
                </Badge>
                <span className="min-w-0 break-words text-ink-2">
                  <span className="text-ink-1">{note.where}</span>: {note.what}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </section>
  );
}
