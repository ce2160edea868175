"use client";
import type { Rollout } from "@triops/domains/rollouts/schemas";
import { Button } from "@triops/ui/button";
import { ConfirmDialog } from "@triops/ui/dialog";
import { FastForward, Pause, Play } from "lucide-react";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { percent } from "./words.ts";

/** Pause, go on, take the next step by hand, stop. Rolling back is the button of the deployment. */
export function RolloutActions({ rollout }: { rollout: Rollout }) {
  const change = useChange("rollouts");
  const mayWrite = useRefusal("rollouts:write");
  const [asking, setAsking] = useState<"advance" | "cancel" | null>(null);
  const paused = rollout.state === "paused";
  const next = rollout.policy.steps[rollout.stepIndex + 1];
  const go = (verb: string, done: string) =>
    change.mutate({ path: `/rollouts/${rollout.id}/${verb}`, done, onDone: () => setAsking(null) });
  return (
    <>
      <Button
        size="sm"
        variant="ghost"
        icon={paused ? <Play aria-hidden="true" /> : <Pause aria-hidden="true" />}
        disabledReason={mayWrite}
        loading={change.isPending}
        onClick={() => (paused ? go("resume", "It goes on") : go("pause", "Paused; the weights stay"))}
      >
        {paused ? "Resume" : "Pause"}
      </Button>
      <Button
        size="sm"
        variant="ghost"
        icon={<FastForward aria-hidden="true" />}
        disabledReason={mayWrite}
        onClick={() => setAsking("advance")}
      >
        Advance
      </Button>
      <Button size="sm" variant="ghost" disabledReason={mayWrite} onClick={() => setAsking("cancel")}>
        Cancel rollout
      </Button>
      <ConfirmDialog
        open={asking === "advance"}
        onOpenChange={(open) => !open && setAsking(null)}
        title={next ? `Advance to ${percent(next.weight)}?` : "Make it the champion?"}
        confirmLabel="Advance"
        danger={false}
        pending={change.isPending}
        onConfirm={() => go("advance", "Advanced")}
      >
        The step ends now, whether or not its guards have their samples.
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === "cancel"}
        onOpenChange={(open) => !open && setAsking(null)}
        title="Cancel the rollout?"
        confirmLabel="Cancel rollout"
        pending={change.isPending}
        onConfirm={() => go("cancel", "Rollout cancelled")}
      >
        The weights stay as they are and nothing moves them any more. To give the champion everything again,
        roll back.
      </ConfirmDialog>
    </>
  );
}
