"use client";
import { changeKinds } from "@triops/domains/changes/rules";
import type { Change, ChangeFacets } from "@triops/domains/changes/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { fromInputValue, toInputValue } from "@triops/ui/times";
import { useZone } from "@triops/ui/zone";
import { useRouter } from "next/navigation";
import { useId, useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";

const kindOptions = Object.entries(changeKinds).map(([value, label]) => ({ value, label }));
const blank = { title: "", kind: "deploy", service: "", target: "", link: "", before: "", after: "", at: "" };

type RecordDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  services: ChangeFacets["services"];
};

/** For what no machine reports: somebody turned a switch. */
export function RecordDialog({ open, onOpenChange, services }: RecordDialogProps) {
  const router = useRouter();
  const { zone } = useZone();
  const listId = useId();
  const change = useChange<Change>("changes");
  const [draft, setDraft] = useState(blank);
  const faultOf = (path: string) => change.error?.fields.find((fault) => fault.path === path)?.message;
  const text = (field: keyof typeof blank) => ({
    value: draft[field],
    onChange: (event: { target: { value: string } }) => setDraft({ ...draft, [field]: event.target.value }),
  });
  const submit = () => {
    const atMs = draft.at === "" ? null : fromInputValue(draft.at, zone);
    const given = Object.entries(draft).filter(([field, value]) => field !== "at" && value.trim() !== "");
    change.mutate({
      path: "/changes",
      body: { ...Object.fromEntries(given), ...(atMs === null ? {} : { at: new Date(atMs).toISOString() }) },
      done: "Change recorded",
      onDone: ({ id }) => {
        onOpenChange(false);
        setDraft(blank);
        router.push(paths.changes({ change: id }));
      },
    });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Record a change"
      description="Every chart of that time marks it."
      onSubmit={submit}
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Record change
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="What was changed?" required error={faultOf("title")}>
          <Input
            {...text("title")}
            placeholder="Raised the connection limit of the database"
            maxLength={300}
          />
        </Field>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Kind" error={faultOf("kind")}>
            <Select
              options={kindOptions}
              value={draft.kind}
              onValueChange={(kind) => setDraft({ ...draft, kind })}
            />
          </Field>
          <Field label="When" hint="Now, unless given" error={faultOf("at")}>
            <Input type="datetime-local" {...text("at")} max={toInputValue(Date.now() + 600_000, zone)} />
          </Field>
          <Field label="Service" error={faultOf("service")}>
            <Input {...text("service")} list={listId} maxLength={200} />
          </Field>
          <Field label="Target" hint="An environment, a host, a flag" error={faultOf("target")}>
            <Input {...text("target")} maxLength={200} />
          </Field>
          <Field label="Before" error={faultOf("before")}>
            <Input {...text("before")} />
          </Field>
          <Field label="After" error={faultOf("after")}>
            <Input {...text("after")} />
          </Field>
        </div>
        <Field label="Link" error={faultOf("link")}>
          <Input {...text("link")} type="url" placeholder="https://" maxLength={2000} />
        </Field>
        <datalist id={listId}>
          {services.map(({ value }) => (
            <option key={value} value={value} />
          ))}
        </datalist>
      </FieldGroup>
    </Dialog>
  );
}
