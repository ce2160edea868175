"use client";
import { useQuery } from "@tanstack/react-query";
import type { Price } from "@triops/domains/prices/schemas";
import { Button } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Notice } from "@triops/ui/data-states";
import { Dialog } from "@triops/ui/dialog";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useState } from "react";
import { useChange } from "../../data/mutate.ts";
import { bodyOfPrice, draftOfPrice, missingInPrice, type PriceDraft, usualBuckets } from "./draft.ts";
import { priceLookup } from "./reads.ts";
import { bucketLabels, bucketNames, lookupText } from "./words.ts";

type PriceDialogProps = {
  /** undefined makes a new one, beginning with `initial`. */
  price?: Price;
  initial: PriceDraft;
  onClose: () => void;
  onSaved: (price: Price) => void;
};

/** A workspace's own price of a model, from a day on. */
export function PriceDialog({ price, initial, onClose, onSaved }: PriceDialogProps) {
  const change = useChange<Price>("prices");
  const [draft, setDraft] = useState(price ? draftOfPrice(price) : initial);
  const [all, setAll] = useState(
    () => price !== undefined && Object.keys(price.rates).some((one) => !usualBuckets.includes(one as never)),
  );
  const put = (more: Partial<PriceDraft>) => setDraft({ ...draft, ...more });
  const faultOf = (name: string) => change.error?.fields.find(({ path }) => path.startsWith(name))?.message;
  const missing = missingInPrice(draft) ?? undefined;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={price ? `Price of ${price.model}` : "Add a price"}
      description="It holds for calls from its first day on. Calls of the past are repriced when you say so."
      onSubmit={() => {
        if (missing) return;
        change.mutate({
          ...(price ? { method: "PATCH" as const } : {}),
          path: price ? `/prices/${price.id}` : "/prices",
          body: bodyOfPrice(draft, price),
          done: "Price saved; it holds within a second",
          onDone: (saved) => {
            onClose();
            onSaved(saved);
          },
        });
      }}
      footer={
        <>
          <Button variant="ghost" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" variant="primary" loading={change.isPending} disabledReason={missing}>
            Save price
          </Button>
        </>
      }
    >
      <FieldGroup>
        <div className="grid gap-3 sm:grid-cols-2">
          <Field label="Model" required hint="Or its beginning, followed by *" error={faultOf("model")}>
            <Input
              mono
              maxLength={200}
              placeholder="gpt-4o*"
              value={draft.model}
              onChange={(event) => put({ model: event.target.value })}
            />
          </Field>
          <Field label="Provider" hint="Empty: whoever serves it" error={faultOf("provider")}>
            <Input
              maxLength={60}
              placeholder="openai"
              value={draft.provider}
              onChange={(event) => put({ provider: event.target.value })}
            />
          </Field>
        </div>
        <KnownPrice model={draft.model} provider={draft.provider} />
        <fieldset className="flex flex-col gap-3">
          <legend className="mb-1 text-body font-medium text-ink-1">Prices in USD</legend>
          <div className="grid gap-3 sm:grid-cols-2">
            {(all ? bucketNames : usualBuckets).map((bucket) => (
              <Field
                key={bucket}
                label={bucketLabels[bucket].label}
                aside={`for ${bucketLabels[bucket].unit}`}
                error={faultOf(`rates.${bucket}`)}
              >
                <Input
                  inputMode="decimal"
                  prefix="$"
                  placeholder={draft.inherits ? "as in the base table" : "no price"}
                  value={draft.rates[bucket] ?? ""}
                  onChange={(event) => put({ rates: { ...draft.rates, [bucket]: event.target.value } })}
                />
              </Field>
            ))}
          </div>
          {!all && (
            <Button size="sm" variant="ghost" className="self-start" onClick={() => setAll(true)}>
              Audio, images, searches, pages…
            </Button>
          )}
        </fieldset>
        <Checkbox
          label="Fill in what is not stated here from the base table"
          checked={draft.inherits}
          onCheckedChange={(inherits) => put({ inherits })}
        />
        <div className="grid gap-3 sm:grid-cols-3">
          <Field label="From" hint="Midnight UTC; empty: now" error={faultOf("from")}>
            <Input type="date" value={draft.from} onChange={(event) => put({ from: event.target.value })} />
          </Field>
          <Field label="Until" hint="Empty: it goes on" error={faultOf("until")}>
            <Input type="date" value={draft.until} onChange={(event) => put({ until: event.target.value })} />
          </Field>
          <Field label="Service tier" hint="Empty: the standard one" error={faultOf("serviceTier")}>
            <Input
              maxLength={40}
              placeholder="flex"
              value={draft.serviceTier}
              onChange={(event) => put({ serviceTier: event.target.value })}
            />
          </Field>
        </div>
        <Field label="Note" error={faultOf("note")}>
          <Input
            maxLength={1_000}
            placeholder="Contract of November"
            value={draft.note}
            onChange={(event) => put({ note: event.target.value })}
          />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}

/** What a call would cost now, before anything is saved. */
function KnownPrice({ model, provider }: { model: string; provider: string }) {
  const name = model.trim().replace(/\*$/, "");
  const asked = provider.trim();
  const found = useQuery({
    ...priceLookup({ model: name, ...(asked === "" ? {} : { provider: asked }) }),
    enabled: name !== "",
  });
  if (name === "" || !found.data) return null;
  return (
    <Notice tone={found.data.source ? "neutral" : "warning"}>
      <span className="font-medium">Now:</span> {lookupText(found.data)}
    </Notice>
  );
}
