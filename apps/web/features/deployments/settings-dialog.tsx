"use client";
import type { Deployment } from "@triops/domains/deployments/schemas";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Textarea } from "@triops/ui/textarea";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { ownersIn as namesIn } from "../models/owners.ts";

export function SettingsDialog({ deployment, onClose }: { deployment: Deployment; onClose: () => void }) {
  const change = useChange<Deployment>("deployments");
  const { logging } = deployment;
  const [draft, setDraft] = useState({
    description: deployment.description,
    stickyHeader: deployment.stickyHeader ?? "",
    fallback: deployment.fallback,
    sampleRate: String(logging.sampleRate * 100),
    maskColumns: logging.maskColumns.join(", "),
    retentionDays: String(logging.retentionDays),
  });
  const put = (more: Partial<typeof draft>) => setDraft({ ...draft, ...more });
  const faultOf = (field: string) =>
    change.error?.fields.find((fault) => fault.path.includes(field))?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Settings of ${deployment.name}`}
      onSubmit={() =>
        change.mutate({
          method: "PATCH",
          path: `/deployments/${deployment.id}`,
          body: {
            description: draft.description,
            stickyHeader: draft.stickyHeader.trim() || null,
            fallback: draft.fallback,
            logging: {
              sampleRate: Number(draft.sampleRate) / 100,
              maskColumns: namesIn(draft.maskColumns),
              retentionDays: Number(draft.retentionDays),
            },
          },
          done: "Saved",
          onDone: onClose,
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending}>
            Save
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="Description" error={faultOf("description")}>
          <Textarea
            value={draft.description}
            maxLength={5_000}
            onChange={(event) => put({ description: event.target.value })}
          />
        </Field>
        <Field
          label="Sticky header"
          hint="Requests with the same value go to the same variant; empty: by chance"
          error={faultOf("stickyHeader")}
        >
          <Input
            value={draft.stickyHeader}
            placeholder="x-customer-id"
            onChange={(event) => put({ stickyHeader: event.target.value })}
          />
        </Field>
        <Checkbox
          label="The champion answers when a canary fails"
          checked={draft.fallback}
          onCheckedChange={(fallback) => put({ fallback })}
        />
        <div className="grid grid-cols-2 gap-3">
          <Field label="Answers logged" error={faultOf("sampleRate")}>
            <Input
              type="number"
              min={0}
              max={100}
              step="any"
              suffix="%"
              value={draft.sampleRate}
              onChange={(event) => put({ sampleRate: event.target.value })}
            />
          </Field>
          <Field label="Kept for" error={faultOf("retentionDays")}>
            <Input
              type="number"
              min={1}
              max={3_650}
              suffix="days"
              value={draft.retentionDays}
              onChange={(event) => put({ retentionDays: event.target.value })}
            />
          </Field>
        </div>
        <Field
          label="Masked columns"
          hint="With commas between; their values are never stored"
          error={faultOf("maskColumns")}
        >
          <Input value={draft.maskColumns} onChange={(event) => put({ maskColumns: event.target.value })} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
