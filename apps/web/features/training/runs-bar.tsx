"use client";
import { Button, ButtonLink } from "@triops/ui/button";
import { useRefusal } from "../../data/me.tsx";
import { paths } from "../../shell/paths.ts";
import { chosenMax, compareHash } from "./compared-runs.ts";
import { useTrash } from "./use-trash.ts";

type RunsBarProps = { ids: readonly string[]; deleted: boolean; onDone: () => void };

/** What can be done with the runs that are selected. */
export function RunsBar({ ids, deleted, onDone }: RunsBarProps) {
  const trash = useTrash();
  const mayWrite = useRefusal("training:write");
  const tooMany = ids.length > chosenMax ? `At most ${chosenMax} at once` : undefined;
  const alone = ids.length < 2 ? "Select two or more" : undefined;
  const runs = ids.length === 1 ? "Run" : `${ids.length} runs`;
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
        loading={trash.isPending}
        onClick={() =>
          trash.mutate({
            what: "runs",
            ids,
            to: deleted ? "active" : "deleted",
            done: deleted ? `${runs} restored` : `${runs} moved to the trash`,
            onDone,
          })
        }
      >
        {deleted ? "Restore" : "Move to trash"}
      </Button>
      <Button size="sm" variant="ghost" onClick={onDone} className="ml-auto">
        Clear selection
      </Button>
    </section>
  );
}
