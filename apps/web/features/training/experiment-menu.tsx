"use client";
import type { Experiment } from "@triops/domains/training/schemas";
import { IconButton } from "@triops/ui/button";
import { Menu, MenuItem } from "@triops/ui/menu";
import { Ellipsis, Pencil, RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { RenameExperiment } from "./rename-experiment.tsx";
import { useTrash } from "./use-trash.ts";

/** What can be done with one experiment; the trash is undone from where it was filled. */
export function ExperimentMenu({ experiment }: { experiment: Experiment }) {
  const trash = useTrash();
  const mayWrite = useRefusal("training:write");
  const [renaming, setRenaming] = useState(false);
  const deleted = experiment.lifecycleStage === "deleted";
  const isDefault = experiment.id === "0" ? "The Default experiment stays" : undefined;
  const move = (to: "deleted" | "active", done: string) =>
    trash.mutate({ what: "experiments", ids: [experiment.id], to, done });
  return (
    <>
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
            onSelect={() => move("active", "Experiment restored, its runs with it")}
          >
            Restore
          </MenuItem>
        ) : (
          <>
            <MenuItem
              icon={<Pencil aria-hidden="true" />}
              disabledReason={mayWrite}
              onSelect={() => setRenaming(true)}
            >
              Rename
            </MenuItem>
            <MenuItem
              danger
              icon={<Trash2 aria-hidden="true" />}
              disabledReason={mayWrite ?? isDefault}
              onSelect={() => move("deleted", "Moved to the trash; it can be restored from there")}
            >
              Move to trash
            </MenuItem>
          </>
        )}
      </Menu>
      {renaming && <RenameExperiment experiment={experiment} onClose={() => setRenaming(false)} />}
    </>
  );
}
