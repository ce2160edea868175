"use client";
import type { Silence } from "@triops/domains/silences/schemas";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Field, FieldGroup } from "@triops/ui/field";
import { Input } from "@triops/ui/input";
import { useNow } from "@triops/ui/now";
import { Segmented } from "@triops/ui/segmented";
import { Textarea } from "@triops/ui/textarea";
import { useZone } from "@triops/ui/zone";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { ConditionFields } from "./condition-fields.tsx";
import { completeOf, type Draft, durations, timesOf } from "./draft.ts";
import { SilencePreview } from "./preview.tsx";

type Props = {
  initial: Draft;
  /** The one under edit; null makes one. */
  silence: Silence | null;
  onDone: (silence: Silence) => void;
};

/** Conditions, time, reason, and beside them what they hold at this moment. */
export function SilenceForm({ initial, silence, onDone }: Props) {
  const { zone } = useZone();
  const nowMs = useNow();
  const mayWrite = useRefusal("silences:write");
  const change = useChange<Silence>("silences");
  const [draft, setDraft] = useState(initial);
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const matchers = completeOf(draft.lines);
  const { startsMs, endsMs } = timesOf(draft, nowMs, zone);
  const reason =
    mayWrite ??
    (matchers.length === 0
      ? "Give a condition first"
      : draft.comment.trim() === ""
        ? "Say why, for those who wonder later"
        : endsMs === null
          ? "Give an end"
          : undefined);
  const faults = change.error?.fields ?? [];
  const faultOf = (path: string) => faults.find((fault) => fault.path === path)?.message;

  function save() {
    // Counted from the moment of saving, not of the last beat of the clock.
    const times = timesOf(draft, Date.now(), zone);
    const body = {
      matchers,
      comment: draft.comment,
      ...(times.startsMs === null ? {} : { startsAt: new Date(times.startsMs).toISOString() }),
      ...(times.endsMs === null ? {} : { endsAt: new Date(times.endsMs).toISOString() }),
    };
    change.mutate({
      method: silence ? "PATCH" : "POST",
      path: silence ? `/silences/${silence.id}` : "/silences",
      body,
      done: silence ? "Silence changed" : "Silenced",
      onDone,
    });
  }

  return (
    <div className="grid items-start gap-4 lg:grid-cols-[3fr_2fr]">
      <Card title="What, until when, why">
        <form
          className="flex flex-col gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            if (!reason) save();
          }}
        >
          <ConditionFields lines={draft.lines} onLines={(lines) => set({ lines })} />
          {faults
            .filter((fault) => fault.path.startsWith("matchers"))
            .map((fault) => (
              <p key={fault.path} role="alert" className="text-body text-sev1-text">
                {fault.message}
              </p>
            ))}
          <FieldGroup>
            {silence?.state !== "active" && (
              <Field label="Begins" hint="Now, when left empty" error={faultOf("startsAt")}>
                <Input
                  type="datetime-local"
                  value={draft.startsAt}
                  onChange={(event) => set({ startsAt: event.target.value })}
                  className="w-60"
                />
              </Field>
            )}
            <div className="flex flex-col gap-2">
              <span className="text-body font-medium text-ink-1">Lasts</span>
              <div className="flex flex-wrap">
                <Segmented
                  label="Lasts"
                  options={durations}
                  value={draft.duration}
                  onValueChange={(duration) => set({ duration })}
                />
              </div>
            </div>
            {draft.duration === "" && (
              <Field label="Ends" error={faultOf("endsAt")}>
                <Input
                  type="datetime-local"
                  value={draft.endsAt}
                  onChange={(event) => set({ endsAt: event.target.value })}
                  className="w-60"
                />
              </Field>
            )}
            <Field label="Why" required error={faultOf("comment")}>
              <Textarea
                rows={3}
                maxLength={2_000}
                value={draft.comment}
                placeholder="The disk is being replaced"
                onChange={(event) => set({ comment: event.target.value })}
              />
            </Field>
          </FieldGroup>
          {change.error && faults.length === 0 && (
            <p role="alert" className="text-body text-sev1-text">
              {change.error.message}
            </p>
          )}
          <div>
            <Button type="submit" variant="primary" loading={change.isPending} disabledReason={reason}>
              {silence ? "Save" : startsMs !== null && startsMs > nowMs ? "Silence later" : "Silence"}
            </Button>
          </div>
        </form>
      </Card>
      <SilencePreview matchers={matchers} />
    </div>
  );
}
