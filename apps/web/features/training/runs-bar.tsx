"use client";
import { Button, ButtonLink } from "@triops/ui/button";
import { useState } from "react";
import { callApi } from "../../data/api.ts";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";
import { chosenMax, compareHash } from "./compared-runs.ts";

type RunsBarProps = { ids: readonly string[]; deleted: boolean; onDone: () => void };

/** What can be done with the runs that are selected. */
export function RunsBar({ ids, deleted, onDone }: RunsBarProps) {
  const change = useChange("training-runs");
  const mayWrite = useRefusal("training:write");
  const [busy, setBusy] = useState(false);
  const verb = deleted ? "restore" : "delete";
  const tooMany = ids.length > chosenMax ? `At most ${chosenMax} at once` : undefined;
  const alone = ids.length < 2 ? "Select two or more" : undefined;
  async function all() {
    setBusy(true);
    // One after the other: the last one tells the reader, a failure stops and is told by the toast.
    const [last, ...others] = ids.toReversed();
    const rest = await Promise.allSettled(
      others.map((id) => callApi("POST", `/training-runs/${id}/${verb}`, { body: {} })),
    );
    const failed = rest.filter(({ status }) => status === "rejected").length;
    const count = ids.length - failed;
    const runs = count === 1 ? "Run" : `${count} runs`;
    change.mutate({
      path: `/training-runs/${last}/${verb}`,
      done: deleted ? `${runs} restored` : `${runs} moved to the trash`,
      onDone,
    });
    setBusy(false);
  }
  return (
    <section
      aria-label="Selected runs"
      className="flex flex-wrap items-center gap-2 rounded-card bg-raised px-3 py-2"
    >
      <span className="text-body text-ink-1 tabular-nums" aria-live="polite">
        {ids.length} selected
      </span>
      {(alone ?? tooMany) === undefined ? (
        <ButtonLink size="sm" variant="primary" href={`${paths.compareRuns()}${compareHash(ids)}`}>
          Compare
        </ButtonLink>
      ) : (
        <Button size="sm" disabledReason={alone ?? tooMany}>
          Compare
        </Button>
      )}
      <Button
        size="sm"
        disabledReason={mayWrite ?? tooMany}
        loading={busy || change.isPending}
        onClick={() => void all()}
      >
        {deleted ? "Restore" : "Move to trash"}
      </Button>
      <Button size="sm" variant="ghost" onClick={onDone} className="ml-auto">
        Clear selection
      </Button>
    </section>
  );
}
