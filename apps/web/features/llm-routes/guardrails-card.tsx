"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { guardrailsMax } from "@triops/domains/llm-routes/rules";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Menu, MenuItem } from "@triops/ui/menu";
import { Plus } from "lucide-react";
import { freshKey, type RouteDraft } from "./draft.ts";
import {
  emptyGuardrail,
  freeId,
  type GuardrailAt,
  type GuardrailDraft,
  type GuardrailKind,
} from "./guardrail-draft.ts";
import { GuardrailFields } from "./guardrail-fields.tsx";
import { routePages } from "./reads.ts";
import { guardrailLabels } from "./words.ts";

/** Topics are judged before the call only: an answer would have to be held back until it is whole. */
const kindsAt: Record<GuardrailAt, readonly GuardrailKind[]> = {
  request: ["pii", "pattern", "size", "topics"],
  response: ["pii", "pattern", "size"],
};
const sides: readonly { at: GuardrailAt; title: string; none: string }[] = [
  { at: "request", title: "Of what is asked", none: "Nothing is checked before the call." },
  { at: "response", title: "Of what is answered", none: "Nothing is checked in the answer." },
];

type Part = { draft: RouteDraft; update: (part: Partial<RouteDraft>) => void; fault: string | undefined };

/** Checks of requests and answers; what they find is recorded with its kind and count, never the value. */
export function GuardrailsCard({ draft, update, fault }: Part) {
  const pages = useInfiniteQuery(routePages({}));
  const routes = (pages.data?.pages.flatMap((page) => page.data) ?? [])
    .filter(({ name }) => name !== draft.name)
    .map(({ name }) => ({ value: name, label: name }));
  return (
    <Card title="Guardrails" aside="run on every call, before the first token and while it streams">
      <div className="flex flex-col gap-5">
        {sides.map(({ at, title, none }) => {
          const list = draft[at];
          const put = (next: readonly GuardrailDraft[]) => update({ [at]: next });
          const full = list.length >= guardrailsMax ? `At most ${guardrailsMax} checks` : undefined;
          return (
            <section key={at} aria-label={title} className="flex flex-col gap-2">
              <h3 className="text-body font-medium text-ink-1">{title}</h3>
              {list.length === 0 && <p className="text-body text-ink-3">{none}</p>}
              {list.map((one) => (
                <GuardrailFields
                  key={one.key}
                  guardrail={one}
                  at={at}
                  routes={routes}
                  onChange={(next) => put(list.map((other) => (other.key === one.key ? next : other)))}
                  onRemove={() => put(list.filter((other) => other.key !== one.key))}
                />
              ))}
              <Menu
                align="start"
                trigger={
                  <Button
                    size="sm"
                    className="self-start"
                    icon={<Plus aria-hidden="true" />}
                    disabledReason={full}
                  >
                    Add a check {at === "request" ? "of requests" : "of answers"}
                  </Button>
                }
              >
                {kindsAt[at].map((kind) => (
                  <MenuItem
                    key={kind}
                    onSelect={() => put([...list, emptyGuardrail(freshKey(), freeId(kind, list), kind)])}
                  >
                    {guardrailLabels[kind].label}
                  </MenuItem>
                ))}
              </Menu>
            </section>
          );
        })}
        {fault && (
          <p role="alert" className="text-dense text-sev1-text">
            {fault}
          </p>
        )}
      </div>
    </Card>
  );
}
