"use client";
import type { Price } from "@triops/domains/prices/schemas";
import { Button } from "@triops/ui/button";
import { ConfirmDialog, Dialog } from "@triops/ui/dialog";
import { Facts } from "@triops/ui/facts";
import { Time } from "@triops/ui/time";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { draftOfPrice } from "./draft.ts";
import { PriceDialog } from "./price-dialog.tsx";
import { bucketLabels, bucketNames, statedText } from "./words.ts";

type PriceActionsProps = { price: Price; refused: string | undefined; onClose: () => void };

/** One price in full, to change or delete. */
export function PriceActions({ price, refused, onClose }: PriceActionsProps) {
  const change = useChange<Price>("prices");
  const [asking, setAsking] = useState<"edit" | "delete" | null>(null);
  if (asking === "edit")
    return <PriceDialog price={price} initial={draftOfPrice(price)} onClose={onClose} onSaved={onClose} />;
  if (asking === "delete")
    return (
      <ConfirmDialog
        open
        onOpenChange={(open) => !open && onClose()}
        title={`Delete the price of ${price.model}?`}
        confirmLabel="Delete price"
        pending={change.isPending}
        onConfirm={() =>
          change.mutate({ method: "DELETE", path: `/prices/${price.id}`, done: "Deleted", onDone: onClose })
        }
      >
        New calls are priced without it. Calls of the past keep their cost until they are repriced.
      </ConfirmDialog>
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Price of ${price.model}`}
      size="sm"
      footer={
        <>
          <Button
            variant="ghost"
            className="mr-auto"
            disabledReason={refused}
            onClick={() => setAsking("delete")}
          >
            Delete
          </Button>
          <Button variant="primary" disabledReason={refused} onClick={() => setAsking("edit")}>
            Change
          </Button>
        </>
      }
    >
      <Facts
        items={[
          { label: "Provider", value: price.provider ?? "whoever serves it" },
          ...(price.serviceTier ? [{ label: "Service tier", value: price.serviceTier }] : []),
          ...bucketNames.flatMap((bucket) => {
            const stated = price.rates[bucket];
            return stated === undefined
              ? []
              : [
                  {
                    label: bucketLabels[bucket].label,
                    value: `${statedText(stated)} for ${bucketLabels[bucket].unit}`,
                  },
                ];
          }),
          { label: "The rest", value: price.inherits ? "as in the base table" : "has no price" },
          { label: "From", value: <Time at={price.from} format="absolute" /> },
          {
            label: "Until",
            value: price.until ? <Time at={price.until} format="absolute" /> : "goes on",
          },
          ...(price.note ? [{ label: "Note", value: price.note }] : []),
          { label: "By", value: price.createdByName },
        ]}
      />
    </Dialog>
  );
}
