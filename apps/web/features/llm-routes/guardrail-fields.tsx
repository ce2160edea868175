"use client";
import { longest, type PiiGroup, type PiiType, piiGroups, piiLabels } from "@triops/domains/llm-routes/rules";
import { IconButton } from "@triops/ui/button";
import { Checkbox } from "@triops/ui/checkbox";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Segmented } from "@triops/ui/segmented";
import { Select, type SelectOption } from "@triops/ui/select";
import { Textarea } from "@triops/ui/textarea";
import { Trash2 } from "lucide-react";
import { actionsOf, type GuardrailAt, type GuardrailDraft, linesOf } from "./guardrail-draft.ts";
import { actionLabels, guardrailLabels } from "./words.ts";

const groupLabels: Record<PiiGroup, string> = {
  contact: "Contact",
  payment: "Payment",
  national_ids: "National ids",
  secrets: "Keys and tokens",
  network: "Network",
};
const groups = Object.entries(piiGroups) as [PiiGroup, readonly PiiType[]][];
const fails = [
  { value: "open", label: "Let the call pass, and record it" },
  { value: "closed", label: "Treat it as a no" },
] as const;

type GuardrailFieldsProps = {
  guardrail: GuardrailDraft;
  at: GuardrailAt;
  routes: readonly SelectOption[];
  onChange: (guardrail: GuardrailDraft) => void;
  onRemove: () => void;
};

/** One check: what it looks for, and what happens then. */
export function GuardrailFields({ guardrail, at, routes, onChange, onRemove }: GuardrailFieldsProps) {
  const put = (more: Partial<GuardrailDraft>) => onChange({ ...guardrail, ...more });
  const { label, hint } = guardrailLabels[guardrail.kind];
  const actions = actionsOf(guardrail.kind);
  return (
    <fieldset className="flex min-w-0 flex-col gap-3 rounded-card border border-line-subtle p-3">
      <legend className="sr-only">
        {label} ({guardrail.id})
      </legend>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <p className="text-body font-medium text-ink-1">
            {label} <span className="font-mono text-dense font-normal text-ink-3">{guardrail.id}</span>
          </p>
          <p className="text-dense text-ink-3 text-pretty">{hint}</p>
        </div>
        <IconButton
          label={`Remove the check ${guardrail.id}`}
          icon={<Trash2 aria-hidden="true" />}
          size="sm"
          onClick={onRemove}
        />
      </div>
      <KindFields guardrail={guardrail} at={at} routes={routes} put={put} />
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Segmented
          size="sm"
          label={`What ${guardrail.id} does`}
          options={actions.map((value) => ({ value, label: actionLabels[value].label }))}
          value={guardrail.action}
          onValueChange={(action) => put({ action })}
        />
        <p className="text-dense text-ink-3">{actionLabels[guardrail.action].hint}</p>
      </div>
    </fieldset>
  );
}

type KindFieldsProps = {
  guardrail: GuardrailDraft;
  at: GuardrailAt;
  routes: readonly SelectOption[];
  put: (more: Partial<GuardrailDraft>) => void;
};

function KindFields({ guardrail, at, routes, put }: KindFieldsProps) {
  switch (guardrail.kind) {
    case "pii":
      return <TypeChoice types={guardrail.types} onChange={(types) => put({ types })} />;
    case "pattern":
      return (
        <Field label="Patterns" required hint={at === "response" ? holdText(guardrail.patterns) : undefined}>
          <Textarea
            mono
            rows={3}
            placeholder={"(?i)project nightingale\nINT-[0-9]{6}"}
            value={guardrail.patterns}
            onChange={(event) => put({ patterns: event.target.value })}
          />
        </Field>
      );
    case "size":
      return (
        <div className="grid gap-3 sm:grid-cols-3">
          <Field label="At most" required>
            <Input
              type="number"
              min={1}
              suffix="characters"
              value={guardrail.charsMax}
              onChange={(event) => put({ charsMax: event.target.value })}
            />
          </Field>
          {at === "request" && (
            <>
              <Field label="Images and files" hint="Sent as data; what is linked is not counted">
                <Input
                  type="number"
                  min={0}
                  suffix="KB"
                  placeholder="no limit"
                  value={guardrail.dataKbMax}
                  onChange={(event) => put({ dataKbMax: event.target.value })}
                />
              </Field>
              <Field label="Of these types only" hint="Such as image/png, image/jpeg">
                <Input
                  mono
                  placeholder="any"
                  value={guardrail.mediaTypes}
                  onChange={(event) => put({ mediaTypes: event.target.value })}
                />
              </Field>
            </>
          )}
        </div>
      );
    case "topics":
      return (
        <div className="flex flex-col gap-3">
          <Field label="Allowed topics" required hint="One a line, in your own words">
            <Textarea
              rows={3}
              placeholder={"questions about an order\nopening hours"}
              value={guardrail.allowed}
              onChange={(event) => put({ allowed: event.target.value })}
            />
          </Field>
          <div className="grid gap-3 sm:grid-cols-2">
            <Field label="Judged by" required>
              <Select
                options={routes}
                value={guardrail.judgeRoute}
                placeholder="Choose a route"
                onValueChange={(judgeRoute) => put({ judgeRoute })}
              />
            </Field>
            <Field label="When the judge fails">
              <Select
                options={fails}
                value={guardrail.whenJudgeFails}
                onValueChange={(whenJudgeFails) => put({ whenJudgeFails })}
              />
            </Field>
          </div>
        </div>
      );
  }
}

/** A stream waits while a pattern may still match: said where a pattern makes it wait without bounds. */
function holdText(patterns: string): string | undefined {
  const endless = linesOf(patterns).find((one) => longest(one) === Number.POSITIVE_INFINITY);
  if (endless === undefined) return undefined;
  return `${endless} has no longest match: from where one begins, a streamed answer waits until it ends or fails. Write a{1,80} in place of a+ to wait less.`;
}

function TypeChoice({
  types,
  onChange,
}: {
  types: readonly PiiType[];
  onChange: (types: readonly PiiType[]) => void;
}) {
  const chosen = new Set(types);
  return (
    <div className="grid gap-x-4 gap-y-3 sm:grid-cols-2 lg:grid-cols-3">
      {groups.map(([group, members]) => {
        const count = members.filter((one) => chosen.has(one)).length;
        return (
          <fieldset key={group} className="flex min-w-0 flex-col gap-1.5">
            <legend className="sr-only">{groupLabels[group]}</legend>
            <Checkbox
              label={<span className="font-medium">{groupLabels[group]}</span>}
              checked={count === 0 ? false : count === members.length ? true : "indeterminate"}
              onCheckedChange={(checked) =>
                onChange([...types.filter((one) => !members.includes(one)), ...(checked ? members : [])])
              }
            />
            <div className="ml-6 flex flex-col gap-1">
              {members.map((one) => (
                <Checkbox
                  key={one}
                  label={piiLabels[one]}
                  checked={chosen.has(one)}
                  onCheckedChange={(checked) =>
                    onChange(checked ? [...types, one] : types.filter((other) => other !== one))
                  }
                />
              ))}
            </div>
          </fieldset>
        );
      })}
    </div>
  );
}
