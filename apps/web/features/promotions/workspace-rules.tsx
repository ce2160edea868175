"use client";
import { useQuery } from "@tanstack/react-query";
import { Button } from "@triops/ui/button";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { workspaceGate } from "../models/reads.ts";

const GateDialog = lazy(async () => ({
  default: (await import("../models/gate-dialog.tsx")).GateDialog,
}));

/** Opens what every model without rules of its own is held to. */
export function WorkspaceRules() {
  const gate = useQuery(workspaceGate());
  const mayOwn = useRefusal("models:own");
  const [editing, setEditing] = useState(false);
  return (
    <>
      <Button
        disabledReason={mayOwn ?? (gate.data ? undefined : "Still loading")}
        onClick={() => setEditing(true)}
      >
        Workspace rules
      </Button>
      {editing && gate.data && (
        <Suspense>
          <GateDialog model={null} gate={gate.data} onClose={() => setEditing(false)} />
        </Suspense>
      )}
    </>
  );
}
