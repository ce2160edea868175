"use client";
import { errorClasses, llmOperations } from "@triops/domains/llm-routes/rules";
import { Card } from "@triops/ui/card";
import { Checkbox } from "@triops/ui/checkbox";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Textarea } from "@triops/ui/textarea";
import type { RouteDraft } from "./draft.ts";
import { fallbackLabels, operationLabels } from "./words.ts";

type Part = {
  draft: RouteDraft;
  update: (part: Partial<RouteDraft>) => void;
  faultAt: (start: string) => string | undefined;
};

type Key = "attempts" | "backoffMs" | "backoffMsMax" | "firstTokenSeconds" | "totalSeconds" | "ttlSeconds";
type BreakerKey = "failures" | "windowSeconds" | "openSeconds";

/** A number in the form: text until it is saved, so that what is typed stays as it is typed. */
type NumberOf = { label: string; name: Key | BreakerKey; suffix: string; faultsAt: string };

/** Numbers that belong together, and what they mean in a sentence. */
function NumberRow({
  label,
  numbers,
  note,
  draft,
  update,
  faultAt,
}: Part & {
  label: string;
  numbers: readonly NumberOf[];
  note?: string;
}) {
  return (
    <section aria-label={label} className="flex flex-col gap-2">
      <div className="grid gap-3 sm:grid-cols-3">
        {numbers.map(({ label: name, name: key, suffix, faultsAt }) => (
          <Field key={key} label={name} error={faultAt(faultsAt)} className="min-w-0">
            <Input
              type="number"
              min={0}
              step="any"
              suffix={suffix}
              value={draft[key]}
              onChange={(event) => update({ [key]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      {note && <p className="text-dense text-ink-3">{note}</p>}
    </section>
  );
}

const retries: readonly NumberOf[] = [
  { label: "Retry the same target", name: "attempts", suffix: "times", faultsAt: "retries.attempts" },
  { label: "First wait", name: "backoffMs", suffix: "ms", faultsAt: "retries.backoffMs" },
  { label: "Longest wait", name: "backoffMsMax", suffix: "ms", faultsAt: "retries.backoffMsMax" },
];
const timeouts: readonly NumberOf[] = [
  { label: "First token within", name: "firstTokenSeconds", suffix: "s", faultsAt: "timeouts.firstTokenMs" },
  { label: "Whole answer within", name: "totalSeconds", suffix: "s", faultsAt: "timeouts.totalMs" },
];
const breaker: readonly NumberOf[] = [
  { label: "Left alone after", name: "failures", suffix: "failures", faultsAt: "breaker.failures" },
  { label: "Within", name: "windowSeconds", suffix: "s", faultsAt: "breaker.windowMs" },
  { label: "For", name: "openSeconds", suffix: "s", faultsAt: "breaker.openMs" },
];
const lifetime: readonly NumberOf[] = [
  { label: "Answers live for", name: "ttlSeconds", suffix: "s", faultsAt: "cache" },
];

const toggled = <T,>(list: readonly T[], one: T, on: boolean): readonly T[] =>
  on ? [...list, one] : list.filter((other) => other !== one);

export function NameCard({ draft, update, faultAt }: Part) {
  return (
    <Card title="Route">
      <div className="flex flex-col gap-4">
        <Field
          label="Name"
          required
          hint="What callers write as model: letters, digits and . _ : / -"
          error={faultAt("name")}
        >
          <Input
            value={draft.name}
            maxLength={100}
            mono
            placeholder="chat-fast"
            onChange={(event) => update({ name: event.target.value })}
          />
        </Field>
        <Field label="Description" error={faultAt("description")}>
          <Textarea
            rows={2}
            value={draft.description}
            maxLength={5_000}
            onChange={(event) => update({ description: event.target.value })}
          />
        </Field>
        <fieldset className="flex flex-wrap gap-x-5 gap-y-2">
          <legend className="mb-1.5 text-body font-medium text-ink-1">What may be asked of it</legend>
          {llmOperations.map((one) => (
            <Checkbox
              key={one}
              label={operationLabels[one]}
              checked={draft.operations.includes(one)}
              onCheckedChange={(on) => update({ operations: toggled(draft.operations, one, on) })}
            />
          ))}
        </fieldset>
      </div>
    </Card>
  );
}

/** When the next target is asked, how often the same one is, and when one is left alone for a while. */
export function FailureCard(part: Part) {
  const { draft, update } = part;
  return (
    <Card title="When a target fails">
      <div className="flex flex-col gap-5">
        <fieldset>
          <legend className="mb-2 text-body font-medium text-ink-1">Ask another target when</legend>
          <div className="grid gap-x-4 gap-y-2 sm:grid-cols-2">
            {errorClasses.map((one) => (
              <Checkbox
                key={one}
                label={fallbackLabels[one].label}
                hint={fallbackLabels[one].hint}
                checked={draft.fallbackOn.includes(one)}
                onCheckedChange={(on) => update({ fallbackOn: toggled(draft.fallbackOn, one, on) })}
              />
            ))}
          </div>
        </fieldset>
        <NumberRow
          {...part}
          label="Retries"
          numbers={retries}
          note="Waits double and vary; a provider's own retry-after is honoured. Nothing is asked twice once an answer has begun."
        />
        <NumberRow {...part} label="Time-outs" numbers={timeouts} />
        <NumberRow
          {...part}
          label="Circuit breaker"
          numbers={breaker}
          note="A target that keeps failing is passed over for a while; then one call tries it again."
        />
      </div>
    </Card>
  );
}

/** What is kept of calls: answers to give again, and records. */
export function KeepingCard(part: Part) {
  const { draft, update } = part;
  return (
    <Card title="What is kept">
      <div className="flex flex-col gap-4">
        <Checkbox
          label="Give the same answer to the same question"
          hint="Exact match: workspace, key's rights, every message and parameter. Costs nothing, and is marked."
          checked={draft.caches}
          onCheckedChange={(caches) => update({ caches })}
        />
        {draft.caches && <NumberRow {...part} label="Kept answers" numbers={lifetime} />}
        <Checkbox
          label="Record what was asked and answered"
          hint="Masked first. Without it only figures are kept: tokens, cost, times."
          checked={draft.logBodies}
          onCheckedChange={(logBodies) => update({ logBodies })}
        />
      </div>
    </Card>
  );
}
