"use client";
import type { Alert } from "@triops/domains/alerts/schemas";
import { Button, ButtonLink } from "@triops/ui/button";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";
import { commonConditions, whereOf } from "./filters.ts";

const MoveDialog = lazy(() => import("./move-dialog.tsx").then((module) => ({ default: module.MoveDialog })));

/** The API ends this many at once. */
const atOnceMax = 200;

/** What can be done with the alerts that are selected. */
export function BulkBar({ alerts, onDone }: { alerts: readonly Alert[]; onDone: () => void }) {
  const change = useChange<{ resolved: number; skipped: number }>("alerts");
  const mayResolve = useRefusal("alerts:write");
  const maySilence = useRefusal("silences:write");
  const mayMove = useRefusal("incidents:write");
  const [moving, setMoving] = useState(false);
  const ids = alerts.map((alert) => alert.id);
  const open = alerts.filter((alert) => alert.state === "open");
  const conditions = commonConditions(alerts);
  const tooMany = ids.length > atOnceMax ? `At most ${atOnceMax} at once` : undefined;
  const nothingOpen = open.length === 0 ? "All of them are resolved" : undefined;
  const silenceReason = maySilence ?? (conditions ? undefined : "They have no label in common");
  return (
    <section
      aria-label="Selected alerts"
      className="flex flex-wrap items-center gap-2 rounded-card bg-raised px-3 py-2"
    >
      <span className="text-body text-ink-1 tabular-nums" aria-live="polite">
        {alerts.length} selected
      </span>
      <Button
        size="sm"
        disabledReason={mayResolve ?? tooMany ?? nothingOpen}
        loading={change.isPending}
        onClick={() =>
          change.mutate({
            path: "/alerts/resolve",
            body: { ids: open.map((alert) => alert.id) },
            done: open.length === 1 ? "Alert resolved" : `${open.length} alerts resolved`,
            onDone,
          })
        }
      >
        Resolve
      </Button>
      {silenceReason === undefined && conditions ? (
        <ButtonLink size="sm" href={paths.newSilence({ where: whereOf(conditions) })}>
          Silence these
        </ButtonLink>
      ) : (
        <Button size="sm" disabledReason={silenceReason}>
          Silence these
        </Button>
      )}
      <Button size="sm" disabledReason={mayMove ?? tooMany} onClick={() => setMoving(true)}>
        Move to incident
      </Button>
      <Button size="sm" variant="ghost" onClick={onDone} className="ml-auto">
        Clear selection
      </Button>
      {moving && (
        <Suspense fallback={null}>
          <MoveDialog alertIds={ids} open={moving} onOpenChange={setMoving} onDone={onDone} />
        </Suspense>
      )}
    </section>
  );
}
