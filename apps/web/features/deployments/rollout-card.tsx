"use client";
import { useQuery } from "@tanstack/react-query";
import type { Deployment } from "@triops/domains/deployments/schemas";
import type { Rollout } from "@triops/domains/rollouts/schemas";
import { Badge, type BadgeTone } from "@triops/ui/badge";
import { Button } from "@triops/ui/button";
import { Card } from "@triops/ui/card";
import { Notice } from "@triops/ui/data-states";
import { Elapsed, Time } from "@triops/ui/time";
import { useState } from "react";
import { errorOf } from "../../data/screen-states.tsx";
import { GuardList } from "./guard-list.tsx";
import { rolloutsOf } from "./reads.ts";
import { RolloutActions } from "./rollout-actions.tsx";
import { RolloutTimeline } from "./rollout-timeline.tsx";
import { StepBar } from "./step-bar.tsx";
import { rolloutAnswer, rolloutLabel } from "./words.ts";

const stateTone: Record<Rollout["state"], BadgeTone> = {
  running: "sev4",
  paused: "sev3",
  completed: "ok",
  rolled_back: "sev2",
  cancelled: "neutral",
};

/** Findings are looked at anew this often while a rollout runs. */
const freshMs = 5_000;

/** The rollout under way, or the last one: where it stands, what its guards see, what happened. */
export function RolloutCard({ deployment }: { deployment: Deployment }) {
  const active = deployment.rolloutId !== null;
  const query = useQuery({ ...rolloutsOf(deployment.id), refetchInterval: active ? freshMs : false });
  const [all, setAll] = useState(false);
  const fault = query.data ? undefined : errorOf(query.error, () => void query.refetch());
  const rollout = query.data?.data[0];
  if (!rollout) return fault ?? null;
  const over = rollout.state !== "running" && rollout.state !== "paused";
  return (
    <Card
      title="Rollout"
      aside={<Badge tone={stateTone[rollout.state]}>{rolloutLabel[rollout.state]}</Badge>}
      actions={over ? undefined : <RolloutActions rollout={rollout} />}
    >
      <p className="mb-3 text-form text-ink-2">{rolloutAnswer(rollout)}</p>
      <StepBar rollout={rollout} />
      {!over && (
        <p className="mt-2 text-dense text-ink-3">
          In this step for <Elapsed from={rollout.stepStartedAt} />
          {rollout.evaluatedAt && (
            <>
              , guards looked <Time at={rollout.evaluatedAt} />
            </>
          )}
        </p>
      )}
      {rollout.fault && (
        <Notice tone="warning" className="mt-3">
          The guards could not look: {rollout.fault}
        </Notice>
      )}
      <GuardList rollout={rollout} />
      {all ? (
        <RolloutTimeline id={rollout.id} />
      ) : (
        <Button size="sm" variant="ghost" onClick={() => setAll(true)}>
          Show what happened
        </Button>
      )}
    </Card>
  );
}
