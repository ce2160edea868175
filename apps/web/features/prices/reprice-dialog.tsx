"use client";
import type { Repricing } from "@triops/domains/charges/schemas";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";

export type RepriceDraft = { from: string; model: string; unpricedOnly: boolean };

type RepriceDialogProps = { initial: RepriceDraft; onClose: () => void };

/** Applies the prices that hold now to calls that are recorded already. */
export function RepriceDialog({ initial, onClose }: RepriceDialogProps) {
  const change = useChange<Repricing>("charges");
  const [draft, setDraft] = useState(initial);
  const put = (more: Partial<RepriceDraft>) => setDraft({ ...draft, ...more });
  const faultOf = (name: string) => change.error?.fields.find(({ path }) => path.startsWith(name))?.message;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Reprice the past"
      description="Each recorded call gets the price that held at its time. Spend that limits have counted stays as it was."
      onSubmit={() =>
        change.mutate({
          path: "/charges/repricings",
          body: {
            from: `${draft.from}T00:00:00Z`,
            ...(draft.model.trim() === "" ? {} : { model: draft.model.trim() }),
            unpricedOnly: draft.unpricedOnly,
          },
          done: "Repricing began",
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
            disabledReason={draft.from === "" ? "From which day on?" : undefined}
          >
            Reprice
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="From" required hint="Midnight UTC" error={faultOf("from")}>
          <Input type="date" value={draft.from} onChange={(event) => put({ from: event.target.value })} />
        </Field>
        <Field
          label="Model"
          hint="Or its beginning, followed by *; empty: every model"
          error={faultOf("model")}
        >
          <Input
            mono
            maxLength={200}
            value={draft.model}
            onChange={(event) => put({ model: event.target.value })}
          />
        </Field>
        <Checkbox
          label="Only calls that have no price yet"
          checked={draft.unpricedOnly}
          onCheckedChange={(unpricedOnly) => put({ unpricedOnly })}
        />
      </FieldGroup>
    </Dialog>
  );
}
