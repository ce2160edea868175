"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { describeChanges } from "@triops/domains/dashboards/rules";
import type { Dashboard } from "@triops/domains/dashboards/schemas";
import { Button } from "@triops/ui/button";
import { ErrorNotice, Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { toast } from "@triops/ui/toast";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { type ApiError, callApi } from "../../../data/api.ts";
import { paths } from "../../../shell/paths.ts";
import type { LoadedProps } from "../loaded-props.ts";
import { dashboardById } from "../reads.ts";
import type { DashboardPlace } from "../use-place.ts";
import { type DraftControl, forgetDraft } from "./use-draft.ts";

type SaveProps = {
  id: string;
  kind: LoadedProps["kind"];
  control: DraftControl;
  place: DashboardPlace;
  onClose(): void;
};

const shownMax = 12;

/** What changed, in words, and why; when somebody saved meanwhile, the choice what to do about it. */
export function SaveDialog({ id, kind, control, place, onClose }: SaveProps) {
  const router = useRouter();
  const client = useQueryClient();
  const { draft } = control;
  const [title, setTitle] = useState(draft.model.title);
  const [message, setMessage] = useState("");
  const isNew = kind === "new";
  const changes = isNew ? [] : describeChanges(draft.base.model, draft.model);
  const save = useMutation<Dashboard, ApiError, "next" | "over" | "copy">({
    mutationFn: async (how) => {
      const model = { ...draft.model, title: title.trim() };
      if (isNew) return callApi<Dashboard>("POST", "/dashboards", { body: { model, message } });
      if (how === "copy") {
        const copy = { ...model, title: `${model.title.slice(0, 190)} (copy)` };
        return callApi<Dashboard>("POST", "/dashboards", { body: { model: copy, message } });
      }
      const version =
        how === "over" ? (await callApi<Dashboard>("GET", `/dashboards/${id}`)).version : draft.base.version;
      return callApi<Dashboard>("PATCH", `/dashboards/${id}`, { body: { model, version, message } });
    },
    onSuccess: (saved, how) => {
      forgetDraft(id);
      client.setQueryData(dashboardById(saved.id).queryKey, saved);
      void client.invalidateQueries({ queryKey: ["dashboards"] });
      toast.success(`Saved as version ${saved.version}`);
      control.rebase({ version: saved.version, model: draft.model });
      if (isNew || how === "copy") router.push(paths.dashboard(saved.id));
      else place.go({ edit: null, panel: null });
    },
  });
  const conflict = save.error?.status === 409;
  const fault =
    save.error?.fields.map((one) => `${one.path}: ${one.message}`).join("; ") || save.error?.message;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={isNew ? "Save the dashboard" : "Save the next version"}
      onSubmit={() => save.mutate("next")}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          {conflict ? (
            <>
              <Button loading={save.isPending} onClick={() => save.mutate("copy")}>
                Save as a copy
              </Button>
              <Button variant="danger" loading={save.isPending} onClick={() => save.mutate("over")}>
                Save over it
              </Button>
            </>
          ) : (
            <Button
              type="submit"
              variant="primary"
              loading={save.isPending}
              disabledReason={title.trim() === "" ? "Give it a title" : undefined}
            >
              Save
            </Button>
          )}
        </>
      }
    >
      <FieldGroup>
        {conflict && (
          <Notice tone="warning" role="alert">
            {save.error?.message} Both versions stay in the history, whatever you choose.
          </Notice>
        )}
        {save.error && !conflict && <ErrorNotice>{fault}</ErrorNotice>}
        <Field label="Title" required>
          <Input value={title} maxLength={200} onChange={(event) => setTitle(event.target.value)} />
        </Field>
        {!isNew && (
          <Field
            label="What for"
            aside="optional"
            hint="Shown in the history. Without it the changes are listed."
          >
            <Input value={message} maxLength={500} onChange={(event) => setMessage(event.target.value)} />
          </Field>
        )}
        {changes.length > 0 && (
          <section aria-label="Changes">
            <p className="mb-1 text-body text-ink-3">Changes since version {draft.base.version}</p>
            <ul className="list-disc pl-5 text-body text-ink-2">
              {changes.slice(0, shownMax).map((change) => (
                <li key={change}>{change}</li>
              ))}
              {changes.length > shownMax && <li>{changes.length - shownMax} more</li>}
            </ul>
          </section>
        )}
      </FieldGroup>
    </Dialog>
  );
}
