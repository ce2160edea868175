"use client";
import { blockedBecause } from "@triops/domains/incidents/rules";
import type { Incident } from "@triops/domains/incidents/schemas";
import { Button } from "@triops/ui/button";
import { useShortcut } from "@triops/ui/shortcuts";
import { toast } from "@triops/ui/toast";
import { Check, CircleCheck, RotateCcw } from "lucide-react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";

const acknowledgeKey = { keys: "a", label: "Acknowledge", group: "Incident" };

/** Acknowledge, resolve, reopen: disabled with the reason, never hidden. Resolving can be undone from its toast. */
export function IncidentActions({ incident }: { incident: Incident }) {
  const change = useChange("incidents");
  const mayWrite = useRefusal("incidents:write");
  const go = (verb: "acknowledge" | "resolve" | "reopen", done: string) =>
    change.mutate({
      path: `/incidents/${incident.id}/${verb}`,
      onDone: () => {
        if (verb !== "resolve") toast.success(done);
        else toast.success(done, { action: { label: "Undo", onSelect: () => go("reopen", "Reopened") } });
      },
    });
  const why = (verb: "acknowledge" | "resolve" | "reopen") =>
    mayWrite ?? blockedBecause[verb](incident.state) ?? undefined;
  const acknowledge = () => {
    if (!why("acknowledge")) go("acknowledge", "You are on it");
  };
  useShortcut(acknowledgeKey, acknowledge);
  if (incident.state === "resolved") {
    return (
      <Button
        icon={<RotateCcw aria-hidden="true" />}
        disabledReason={why("reopen")}
        loading={change.isPending}
        onClick={() => go("reopen", "Reopened")}
      >
        Reopen
      </Button>
    );
  }
  return (
    <>
      <Button
        variant={incident.state === "open" ? "primary" : "secondary"}
        icon={<Check aria-hidden="true" />}
        disabledReason={why("acknowledge")}
        loading={change.isPending}
        onClick={acknowledge}
      >
        Acknowledge
      </Button>
      <Button
        variant={incident.state === "open" ? "secondary" : "primary"}
        icon={<CircleCheck aria-hidden="true" />}
        disabledReason={why("resolve")}
        loading={change.isPending}
        onClick={() => go("resolve", "Resolved")}
      >
        Resolve
      </Button>
    </>
  );
}
