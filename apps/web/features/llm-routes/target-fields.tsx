"use client";
import { useQuery } from "@tanstack/react-query";
import { IconButton } from "@triops/ui/button";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select, type SelectOption } from "@triops/ui/select";
import { Textarea } from "@triops/ui/textarea";
import { ArrowDown, ArrowUp, SlidersHorizontal, Trash2 } from "lucide-react";
import { useId, useState } from "react";
import { providerModels } from "../llm-providers/reads.ts";
import { parametersIn, type TargetDraft } from "./draft.ts";
import { seriesColor } from "./target-colors.ts";

type TargetFieldsProps = {
  target: TargetDraft;
  /** "Target 2" or "Fallback 1": what its fields are called to those who cannot see where they stand. */
  name: string;
  providers: readonly SelectOption[];
  onChange: (target: TargetDraft) => void;
  onRemove?: (() => void) | undefined;
  /** Its place among those that share traffic; the bar's colour. */
  share?: { index: number; alone: boolean };
  /** Earlier or later in the order of fallbacks; absent at the ends. */
  onMove?: { up?: (() => void) | undefined; down?: (() => void) | undefined };
};

/** One target: which provider, which of its models, and how much of the traffic or when in the order. */
export function TargetFields({
  target,
  name,
  providers,
  onChange,
  onRemove,
  share,
  onMove,
}: TargetFieldsProps) {
  const listId = useId();
  const [shown, setShown] = useState(target.parameters !== "");
  const put = (more: Partial<TargetDraft>) => onChange({ ...target, ...more });
  const models = useQuery({ ...providerModels(target.providerId), enabled: target.providerId !== "" });
  const wrong = parametersIn(target.parameters) === undefined;
  return (
    <fieldset className="flex min-w-0 flex-col gap-2 rounded-card border border-line-subtle bg-bg p-3">
      <legend className="sr-only">{name}</legend>
      <div className="flex flex-wrap items-end gap-2">
        {share && (
          <span
            aria-hidden="true"
            className="mb-2.5 size-2.5 shrink-0 rounded-full"
            style={{ backgroundColor: seriesColor(share.index) }}
          />
        )}
        <Field label="Provider" required className="min-w-40 flex-1">
          <Select
            options={providers}
            value={target.providerId}
            placeholder="Choose a provider"
            onValueChange={(providerId) => put({ providerId, model: target.model })}
          />
        </Field>
        <Field label="Model" required className="min-w-40 flex-1">
          <Input
            value={target.model}
            maxLength={200}
            list={listId}
            autoComplete="off"
            placeholder="As the provider calls it"
            onChange={(event) => put({ model: event.target.value })}
          />
        </Field>
        <datalist id={listId}>
          {models.data?.data.map(({ id }) => (
            <option key={id} value={id} />
          ))}
        </datalist>
        {share && !share.alone && (
          <Field label="Share" required className="w-24">
            <Input
              type="number"
              min={0}
              max={100}
              step="any"
              suffix="%"
              value={target.weight}
              onChange={(event) => put({ weight: event.target.value })}
            />
          </Field>
        )}
        <div className="flex items-center">
          {onMove && (
            <>
              <IconButton
                label={`Move ${name} up`}
                icon={<ArrowUp aria-hidden="true" />}
                disabledReason={onMove.up ? undefined : "It is asked first already"}
                onClick={onMove.up}
              />
              <IconButton
                label={`Move ${name} down`}
                icon={<ArrowDown aria-hidden="true" />}
                disabledReason={onMove.down ? undefined : "It is asked last already"}
                onClick={onMove.down}
              />
            </>
          )}
          <IconButton
            label={`Parameters of ${name}`}
            icon={<SlidersHorizontal aria-hidden="true" />}
            aria-expanded={shown}
            onClick={() => setShown(!shown)}
          />
          {onRemove && (
            <IconButton label={`Remove ${name}`} icon={<Trash2 aria-hidden="true" />} onClick={onRemove} />
          )}
        </div>
      </div>
      {shown && (
        <Field
          label="Parameters"
          hint="JSON that replaces what the caller sent, for this target only"
          error={wrong ? "This is not a JSON object" : undefined}
        >
          <Textarea
            mono
            rows={3}
            placeholder={'{"temperature": 0}'}
            value={target.parameters}
            onChange={(event) => put({ parameters: event.target.value })}
          />
        </Field>
      )}
    </fieldset>
  );
}
