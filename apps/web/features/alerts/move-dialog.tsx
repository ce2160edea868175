"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Incident } from "@triops/domains/incidents/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field } from "@triops/ui/field";
import { Select } from "@triops/ui/select";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { readPages } from "../../data/reads.ts";

const activeIncidents = readPages<Incident>("/incidents", { state: "active", limit: 100 });

/** Puts alerts into an incident that is going on; they leave the one they were in. */
export function MoveDialog({
  alertIds,
  open,
  onOpenChange,
  onDone,
}: {
  alertIds: readonly string[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onDone: () => void;
}) {
  const incidents = useInfiniteQuery({ ...activeIncidents, enabled: open });
  const change = useChange("incidents");
  const [chosen, setChosen] = useState("");
  const options = (incidents.data?.pages ?? []).flatMap((page) =>
    page.data.map(({ id, number, title }) => ({ value: id, label: `#${number} ${title}` })),
  );
  const what = alertIds.length === 1 ? "the alert" : `${alertIds.length} alerts`;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Move ${what} to an incident`}
      description="They leave the incident they are in now; both timelines say so."
      onSubmit={() =>
        change.mutate({
          path: `/incidents/${chosen}/alerts`,
          body: { alertIds },
          done: alertIds.length === 1 ? "Alert moved" : "Alerts moved",
          onDone: () => {
            onOpenChange(false);
            onDone();
          },
        })
      }
      footer={
        <>
          <Button variant="ghost" onClick={() => onOpenChange(false)}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            loading={change.isPending}
            disabledReason={chosen === "" ? "Choose an incident first" : undefined}
          >
            Move
          </Button>
        </>
      }
    >
      <Field
        label="Incident"
        hint={options.length === 0 ? "No incident is going on; declare one first." : undefined}
      >
        <Select options={options} value={chosen} onValueChange={setChosen} placeholder="Choose an incident" />
      </Field>
    </Dialog>
  );
}
