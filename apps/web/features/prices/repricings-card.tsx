"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { hasEnded, type RepricingState } from "@triops/domains/charges/rules";
import type { Repricing } from "@triops/domains/charges/schemas";
import { Badge, type BadgeTone } from "@triops/ui/badge";
import { Card } from "@triops/ui/card";
import { Progress } from "@triops/ui/progress";
import { Time } from "@triops/ui/time";
import { formatCount, formatValue } from "@triops/ui/units";
import { useEffect } from "react";
import { useChange } from "../../data/mutate.ts";
import { repricings } from "../charges/reads.ts";

const states: Record<RepricingState, { label: string; tone: BadgeTone }> = {
  waiting: { label: "Waits", tone: "unknown" },
  running: { label: "Runs", tone: "sev4" },
  done: { label: "Done", tone: "ok" },
  failed: { label: "Failed", tone: "sev2" },
  cancelled: { label: "Cancelled", tone: "unknown" },
};
const freshMs = 1_500;

/** What was repriced, how far it is, and what it changed. */
export function RepricingsCard({ refused }: { refused: string | undefined }) {
  const query = useQuery({
    ...repricings(),
    refetchInterval: ({ state }) => (state.data?.data.some((one) => !hasEnded(one.state)) ? freshMs : false),
  });
  const client = useQueryClient();
  const rows = query.data?.data ?? [];
  const ended = rows.filter((one) => hasEnded(one.state)).length;
  // Sums and what has no price are others than before.
  useEffect(() => {
    if (ended === 0) return;
    void client.invalidateQueries({ queryKey: ["charges"] });
    void client.invalidateQueries({ queryKey: ["prices"] });
  }, [client, ended]);
  if (rows.length === 0) return null;
  return (
    <Card title="Repricing">
      <ul className="flex flex-col divide-y divide-line-subtle">
        {rows.map((one) => (
          <li key={one.id} className="flex flex-col gap-2 py-3 first:pt-0 last:pb-0">
            <OneRepricing repricing={one} refused={refused} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function OneRepricing({ repricing, refused }: { repricing: Repricing; refused: string | undefined }) {
  const change = useChange<Repricing>("charges");
  const { id, state, model, unpricedOnly, progress, callsLooked, callsChanged, callsUnpriced } = repricing;
  const what = `${model ?? "Every model"}${unpricedOnly ? ", calls without a price" : ""}`;
  const running = !hasEnded(state);
  return (
    <>
      <div className="flex flex-wrap items-baseline gap-x-2">
        <Badge tone={states[state].tone}>{states[state].label}</Badge>
        <span className="min-w-0 flex-1 truncate text-body font-medium text-ink-1">{what}</span>
        <Time at={repricing.createdAt} className="text-dense text-ink-3" />
      </div>
      {running ? (
        <Progress
          label={`Repricing ${what}`}
          done={Math.round(progress * 1_000)}
          total={1_000}
          detail={`${formatCount(callsLooked)} calls looked at, ${formatCount(callsChanged)} changed`}
          {...(refused
            ? {}
            : {
                onCancel: () => change.mutate({ path: `/charges/repricings/${id}/cancel` }),
                cancelling: change.isPending,
              })}
        />
      ) : (
        <p className="text-body text-ink-2 tabular-nums">
          {formatCount(callsChanged)} of {formatCount(callsLooked)} calls changed:{" "}
          {formatValue(Number(repricing.beforeUsd), "usd")} → {formatValue(Number(repricing.afterUsd), "usd")}
          {callsUnpriced > 0 && `; ${formatCount(callsUnpriced)} still without a price`}
          {repricing.error && `. ${repricing.error}`}
        </p>
      )}
    </>
  );
}
