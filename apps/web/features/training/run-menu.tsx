"use client";
import { Button } from "@triops/ui/button";
import { RotateCcw, Trash2 } from "lucide-react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import type { Run } from "./wire.ts";

/** To the trash, and back from it. */
export function RunTrashButton({ run }: { run: Run }) {
  const change = useChange("training-runs");
  const mayWrite = useRefusal("training:write");
  const deleted = run.lifecycleStage === "deleted";
  return (
    <Button
      icon={deleted ? <RotateCcw aria-hidden="true" /> : <Trash2 aria-hidden="true" />}
      disabledReason={mayWrite}
      loading={change.isPending}
      onClick={() =>
        change.mutate({
          path: `/training-runs/${run.id}/${deleted ? "restore" : "delete"}`,
          done: deleted ? "Run restored" : "Moved to the trash; it can be restored from there",
        })
      }
    >
      {deleted ? "Restore" : "Move to trash"}
    </Button>
  );
}
