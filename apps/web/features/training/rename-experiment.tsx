"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Experiment } from "@triops/domains/training/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { toast } from "@triops/ui/toast";
import { useState } from "react";
import { callMlflow } from "./mlflow-call.ts";

/** Gives it another name, as MLflow's clients do; its id and its runs stay. */
export function RenameExperiment({ experiment, onClose }: { experiment: Experiment; onClose: () => void }) {
  const client = useQueryClient();
  const [name, setName] = useState(experiment.name);
  const rename = useMutation<object, Error>({
    mutationFn: () =>
      callMlflow("POST", "/experiments/update", {
        body: { experiment_id: experiment.id, new_name: name.trim() },
      }),
    onSuccess: () => {
      toast.success("Renamed");
      onClose();
    },
    onSettled: () => client.invalidateQueries({ queryKey: ["training-experiments"] }),
  });
  const same = name.trim() === "" || name.trim() === experiment.name;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Rename ${experiment.name}`}
      onSubmit={() => !same && rename.mutate()}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            loading={rename.isPending}
            disabledReason={same ? "Type another name" : undefined}
          >
            Rename
          </Button>
        </>
      }
    >
      <Field
        label="Name"
        hint="Programs that go by the old name will make a new experiment"
        error={rename.error?.message}
      >
        <Input value={name} maxLength={500} onChange={(event) => setName(event.target.value)} />
      </Field>
    </Dialog>
  );
}
