"use client";
import type { Monitor } from "@triops/domains/monitors/schemas";
import { Button, ButtonLink } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { PageBody, PageHeader } from "@triops/ui/page-header";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";
import { AboutFields } from "./about-fields.tsx";
import { ConditionFields } from "./condition-fields.tsx";
import { conditionOf, type Draft, isChosen, signalOf } from "./draft.ts";
import { Preview } from "./preview.tsx";
import { WatchedFields } from "./watched-fields.tsx";

/** Writes a rule beside its own past: the preview shows when it would have fired. */
export function MonitorForm({ initial, id, nowMs }: { initial: Draft; id?: string; nowMs: number }) {
  const router = useRouter();
  const change = useChange<Monitor>("monitors");
  const mayWrite = useRefusal("monitors:write");
  const [draft, setDraft] = useState(initial);
  const update = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const condition = conditionOf(draft);
  const span = { fromMs: nowMs - 86_400_000, toMs: nowMs };
  const missing =
    mayWrite ??
    (!isChosen(draft.signal)
      ? draft.signal.promql === undefined
        ? "Choose a metric first"
        : "Write a query first"
      : condition === null
        ? "Complete the rule first"
        : undefined);
  const save = () => {
    if (missing) return;
    const body = {
      name: draft.name,
      description: draft.description,
      severity: draft.severity,
      signal: signalOf(draft),
      condition,
    };
    const onDone = (monitor: Monitor) => router.push(paths.monitor(monitor.id));
    if (id) change.mutate({ method: "PATCH", path: `/monitors/${id}`, body, done: "Monitor saved", onDone });
    else change.mutate({ path: "/monitors", body, done: "Monitor created", onDone });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <PageHeader
        title={id ? "Edit monitor" : "New monitor"}
        answer="Every series that matches is judged by itself, each minute."
        actions={
          <>
            <ButtonLink href={id ? paths.monitor(id) : paths.monitors()} variant="ghost">
              Cancel
            </ButtonLink>
            <Button type="submit" variant="primary" loading={change.isPending} disabledReason={missing}>
              {id ? "Save changes" : "Create monitor"}
            </Button>
          </>
        }
      />
      <PageBody className="grid gap-4 lg:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <WatchedFields draft={draft} update={update} span={span} faults={change.error?.fields ?? []} />
          <Card title="When it is wrong">
            <ConditionFields draft={draft} update={update} />
          </Card>
          {isChosen(draft.signal) && condition && <Preview signal={signalOf(draft)} condition={condition} />}
        </div>
        <aside aria-label="About the monitor">
          <Card title="About">
            <AboutFields draft={draft} update={update} faults={change.error?.fields ?? []} />
          </Card>
        </aside>
      </PageBody>
    </form>
  );
}
