"use client";
import type { Panel, PanelQuery } from "@triops/domains/dashboards/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Field } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { Select } from "@triops/ui/select";
import { Eye, EyeOff, Plus, Trash2 } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { PromqlEditor } from "../../metrics/promql-editor.tsx";
import { mentioned } from "../variables/scope.ts";
import type { ChangePanel } from "./change-panel.ts";
import { emptyQuery } from "./changes.ts";

const letters = "ABCDEFGHIJKLMNOPQRST";
const queriesMax = letters.length;

/** What a panel asks. */
export function QueriesForm({ panel, change }: { panel: Panel; change: ChangePanel }) {
  const { queries } = panel;
  const set = (at: number, query: PanelQuery, key?: string) =>
    change({ queries: queries.with(at, query) }, key);
  const several = panel.type !== "logs" && panel.type !== "alerts";
  const add = () => {
    const refId = [...letters].find((letter) => queries.every((query) => query.refId !== letter)) ?? "A";
    const query = emptyQuery(panel.type, refId);
    if (query) change({ queries: [...queries, query] });
  };
  return (
    <Card
      title={several ? "Queries" : "Query"}
      actions={
        several && (
          <Button
            size="sm"
            icon={<Plus aria-hidden="true" />}
            disabledReason={queries.length >= queriesMax ? `At most ${queriesMax}` : undefined}
            onClick={add}
          >
            Add query
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-4">
        {queries.map((query, at) => (
          <div key={query.refId} className="flex min-w-0 flex-col gap-2">
            {query.kind === "promql" && (
              <PromqlFields
                query={query}
                only={queries.length === 1}
                onChange={(next, key) => set(at, next, key && `${query.refId}-${key}`)}
                onRemove={() => change({ queries: queries.toSpliced(at, 1) })}
              />
            )}
            {query.kind === "logs" && (
              <Field label="Search" hint={'service:checkout level>=warn "timed out" -health'}>
                <Input
                  mono
                  value={query.query}
                  onChange={(event) => set(at, { ...query, query: event.target.value }, "logs")}
                />
              </Field>
            )}
            {query.kind === "alerts" && (
              <div className="grid gap-3 sm:grid-cols-3">
                <Field label="State">
                  <Select
                    options={alertStates}
                    value={query.state}
                    onValueChange={(state) => set(at, { ...query, state })}
                  />
                </Field>
                <Field label="Severity">
                  <Select
                    options={severities}
                    value={query.severity}
                    onValueChange={(severity) => set(at, { ...query, severity })}
                  />
                </Field>
                <Field label="Title contains">
                  <Input
                    value={query.search}
                    onChange={(event) => set(at, { ...query, search: event.target.value }, "search")}
                  />
                </Field>
              </div>
            )}
          </div>
        ))}
        {queries.length === 0 && <p className="text-body text-ink-3">No query yet.</p>}
      </div>
    </Card>
  );
}

const alertStates = [
  { value: "open", label: "Open" },
  { value: "resolved", label: "Resolved" },
  { value: "all", label: "All" },
] as const;
const severities = [
  { value: "", label: "Any" },
  ...(["sev1", "sev2", "sev3", "sev4"] as const).map((value) => ({ value, label: value.toUpperCase() })),
] as const;

type PromqlFieldsProps = {
  query: Extract<PanelQuery, { kind: "promql" }>;
  only: boolean;
  onChange(query: PanelQuery, key?: string): void;
  onRemove(): void;
};

/** A pause in typing runs the query: nobody waits for a button, nor for each letter. */
const pauseMs = 600;

function PromqlFields({ query, only, onChange, onRemove }: PromqlFieldsProps) {
  const { refId, legend, hidden } = query;
  const [text, setText] = useState(query.expr);
  const [sent, setSent] = useState(query.expr);
  // Undo and the like come from outside.
  if (query.expr !== sent) {
    setSent(query.expr);
    setText(query.expr);
  }
  // A pause may end after something else was changed: only the newest of everything counts.
  const latest = useRef({ text, query, onChange });
  useEffect(() => {
    latest.current = { text, query, onChange };
  });
  const run = useCallback(() => {
    const now = latest.current;
    if (now.text === now.query.expr) return;
    setSent(now.text);
    now.onChange({ ...now.query, expr: now.text }, "expr");
  }, []);
  useEffect(() => {
    if (text === latest.current.query.expr) return;
    const timer = setTimeout(run, pauseMs);
    return () => clearTimeout(timer);
  }, [text, run]);
  // What was typed last is kept when the reader goes back to the dashboard at once.
  useEffect(() => run, [run]);
  return (
    <>
      <div className="flex items-start gap-2">
        <span
          aria-hidden="true"
          className="flex h-control w-7 shrink-0 items-center justify-center rounded-control bg-sunken font-medium font-mono text-body text-ink-2"
        >
          {refId}
        </span>
        <div className="min-w-0 flex-1">
          <PromqlEditor
            label={`Query ${refId}`}
            value={text}
            onChange={setText}
            onRun={run}
            placeholder="sum by (job) (rate(http_requests_total[$__rate_interval]))"
            checked={mentioned(text).size === 0}
          />
        </div>
        <IconButton
          label={hidden ? `Show query ${refId}` : `Hide query ${refId}`}
          aria-pressed={hidden}
          icon={hidden ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
          onClick={() => onChange({ ...query, hidden: !hidden })}
        />
        <IconButton
          label={`Remove query ${refId}`}
          icon={<Trash2 aria-hidden="true" />}
          disabledReason={only ? "A panel asks at least one question" : undefined}
          onClick={() => {
            latest.current.text = query.expr;
            onRemove();
          }}
        />
      </div>
      <div className="pl-9">
        <Field label={`Names of ${refId}`} hideLabel>
          <Input
            value={legend}
            maxLength={500}
            placeholder="Names of its series: {{label}}; empty for what tells them apart"
            onChange={(event) => onChange({ ...query, legend: event.target.value }, "legend")}
          />
        </Field>
      </div>
    </>
  );
}
