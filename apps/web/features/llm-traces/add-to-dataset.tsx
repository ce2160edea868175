"use client";
import type { LlmSpan } from "@triops/domains/llm-traces/schemas";
import { Button } from "@triops/ui/button";
import { ListPlus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";

const DatasetDialog = lazy(async () => ({ default: (await import("./dataset-dialog.tsx")).DatasetDialog }));

/** Keeps what was asked and answered as an example. */
export function AddToDataset({ span }: { span: LlmSpan }) {
  const mayWrite = useRefusal("datasets:write");
  const [open, setOpen] = useState(false);
  const empty = span.body.input.length === 0 ? "It came without messages" : undefined;
  return (
    <>
      <Button
        size="sm"
        icon={<ListPlus aria-hidden="true" />}
        disabledReason={mayWrite ?? empty}
        onClick={() => setOpen(true)}
      >
        Add to dataset
      </Button>
      {open && (
        <Suspense>
          <DatasetDialog span={span} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
