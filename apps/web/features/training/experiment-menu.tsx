"use client";
import { IconButton } from "@triops/ui/button";
import { Menu, MenuItem } from "@triops/ui/menu";
import { Ellipsis, RotateCcw, Trash2 } from "lucide-react";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import type { Experiment } from "./wire.ts";

/** What can be done with one experiment; the trash is undone from where it was filled. */
export function ExperimentMenu({ experiment }: { experiment: Experiment }) {
  const change = useChange("training-experiments");
  const mayWrite = useRefusal("training:write");
  const deleted = experiment.lifecycleStage === "deleted";
  const isDefault = experiment.id === "0" ? "The Default experiment stays" : undefined;
  const run = (verb: "delete" | "restore", done: string) =>
    change.mutate({ path: `/training-experiments/${experiment.id}/${verb}`, done });
  return (
    <Menu
      trigger={
        <IconButton
          size="sm"
          label={`Actions for ${experiment.name}`}
          icon={<Ellipsis aria-hidden="true" />}
        />
      }
    >
      {deleted ? (
        <MenuItem
          icon={<RotateCcw aria-hidden="true" />}
          disabledReason={mayWrite}
          onSelect={() => run("restore", "Experiment restored, its runs with it")}
        >
          Restore
        </MenuItem>
      ) : (
        <MenuItem
          danger
          icon={<Trash2 aria-hidden="true" />}
          disabledReason={mayWrite ?? isDefault}
          onSelect={() => run("delete", "Moved to the trash; it can be restored from there")}
        >
          Move to trash
        </MenuItem>
      )}
    </Menu>
  );
}
