"use client";
import type { Run } from "@triops/domains/training/schemas";
import { Button } from "@triops/ui/button";
import { RotateCcw, Trash2 } from "lucide-react";
import { useRefusal } from "../../data/me.tsx";
import { useTrash } from "./use-trash.ts";

/** To the trash, and back from it. */
export function RunTrashButton({ run }: { run: Run }) {
  const trash = useTrash();
  const mayWrite = useRefusal("training:write");
  const deleted = run.lifecycleStage === "deleted";
  return (
    <Button
      icon={deleted ? <RotateCcw aria-hidden="true" /> : <Trash2 aria-hidden="true" />}
      disabledReason={mayWrite}
      loading={trash.isPending}
      onClick={() =>
        trash.mutate({
          what: "runs",
          ids: [run.id],
          to: deleted ? "active" : "deleted",
          done: deleted ? "Run restored" : "Moved to the trash; it can be restored from there",
        })
      }
    >
      {deleted ? "Restore" : "Move to trash"}
    </Button>
  );
}
