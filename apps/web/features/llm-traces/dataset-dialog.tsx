"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Dataset, DatasetItem } from "@triops/domains/datasets/schemas";
import type { LlmSpan } from "@triops/domains/llm-traces/schemas";
import { Button } from "@triops/ui/button";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { datasetPages } from "./reads.ts";

const fresh = "new";

/** Adds a span's input and output to a dataset that exists or is made here. */
export function DatasetDialog({ span, onClose }: { span: LlmSpan; onClose: () => void }) {
  const pages = useInfiniteQuery(datasetPages());
  const begin = useChange<Dataset>("datasets");
  const add = useChange<DatasetItem>("datasets");
  const datasets = pages.data?.pages.flatMap((page) => page.data) ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [name, setName] = useState("");
  const target = chosen ?? datasets[0]?.id ?? fresh;
  const fill = (datasetId: string) =>
    add.mutate({
      path: `/datasets/${datasetId}/items`,
      body: { traceId: span.traceId, spanId: span.spanId },
      done: "Added to the dataset",
      onDone: onClose,
    });
  const save = () => {
    if (target !== fresh) return fill(target);
    begin.mutate({ path: "/datasets", body: { name: name.trim() }, onDone: ({ id }) => fill(id) });
  };
  const missing = pages.isPending
    ? "Still loading"
    : target === fresh && name.trim() === ""
      ? "Name the dataset"
      : undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Add to dataset"
      description="What was asked becomes the input, what was answered the expected output; both can be corrected."
      onSubmit={() => missing === undefined && save()}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            variant="primary"
            loading={begin.isPending || add.isPending}
            disabledReason={missing}
          >
            Add
          </Button>
        </>
      }
    >
      <FieldGroup>
        <Field label="Dataset">
          <Select
            options={[
              ...datasets.map((each) => ({ value: each.id, label: `${each.name} (${each.itemCount})` })),
              { value: fresh, label: "A new dataset" },
            ]}
            value={target}
            onValueChange={setChosen}
          />
        </Field>
        {target === fresh && (
          <Field
            label="Name"
            error={
              begin.error?.fields.find(({ path }) => path.startsWith("name"))?.message ?? begin.error?.message
            }
          >
            <Input value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
          </Field>
        )}
      </FieldGroup>
    </Dialog>
  );
}
