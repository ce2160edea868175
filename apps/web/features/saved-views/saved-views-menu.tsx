"use client";
import { useQuery } from "@tanstack/react-query";
import type { SavedView } from "@triops/domains/saved-views/schemas";
import { Button } from "@triops/ui/button";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@triops/ui/menu";
import { Bookmark, BookmarkPlus, Settings2 } from "lucide-react";
import { usePathname, useSearchParams } from "next/navigation";
import { lazy, Suspense, useState } from "react";
import { useRefusal } from "../../data/me.tsx";
import { savedViews } from "./reads.ts";

const SaveDialog = lazy(async () => ({ default: (await import("./save-dialog.tsx")).SaveDialog }));
const ManageDialog = lazy(async () => ({ default: (await import("./manage-dialog.tsx")).ManageDialog }));

type SavedViewsMenuProps = {
  /** The word of the screen's address. */
  screen: SavedView["screen"];
  /** Query parameters that are not part of the question: an open panel. */
  leaveOut?: readonly string[];
};

const none: readonly string[] = [];

/** Questions kept for this screen: open one, keep the present one, manage them. For any screen with its state in the address. */
export function SavedViewsMenu({ screen, leaveOut = none }: SavedViewsMenuProps) {
  const pathname = usePathname();
  const parameters = useSearchParams();
  const mayWrite = useRefusal("saved-views:write");
  const [dialog, setDialog] = useState<"save" | "manage" | null>(null);
  const views = useQuery(savedViews(screen));
  const all = [...(views.data?.data ?? [])].sort((a, b) => a.name.localeCompare(b.name));
  const mine = all.filter((view) => view.mine);
  const shared = all.filter((view) => !view.mine);
  const query = questionOf(parameters.toString(), leaveOut);
  // Asked when a dialog opens: the address is never behind, the router's parameters may be.
  const queryNow = () => questionOf(window.location.search, leaveOut);
  const close = (open: boolean) => {
    if (!open) setDialog(null);
  };
  const item = (view: SavedView) => (
    <MenuItem
      key={view.id}
      href={view.query === "" ? pathname : `${pathname}?${view.query}`}
      icon={
        view.query === query ? (
          <Bookmark aria-hidden="true" fill="currentColor" />
        ) : (
          <Bookmark aria-hidden="true" />
        )
      }
    >
      {view.name}
      {view.mine && view.shared && <span className="text-ink-3"> · shared</span>}
      {!view.mine && <span className="text-ink-3"> · {view.ownerName}</span>}
    </MenuItem>
  );
  return (
    <>
      <Menu trigger={<Button icon={<Bookmark aria-hidden="true" />}>Saved views</Button>}>
        {mine.length > 0 && <MenuLabel>Yours</MenuLabel>}
        {mine.map(item)}
        {shared.length > 0 && <MenuLabel>Shared with you</MenuLabel>}
        {shared.map(item)}
        {all.length > 0 && <MenuSeparator />}
        <MenuItem
          icon={<BookmarkPlus aria-hidden="true" />}
          disabledReason={mayWrite}
          onSelect={() => setDialog("save")}
        >
          Save this view
        </MenuItem>
        {all.length > 0 && (
          <MenuItem icon={<Settings2 aria-hidden="true" />} onSelect={() => setDialog("manage")}>
            Manage saved views
          </MenuItem>
        )}
      </Menu>
      <Suspense>
        {dialog === "save" && <SaveDialog screen={screen} query={queryNow()} onOpenChange={close} />}
        {dialog === "manage" && <ManageDialog views={all} query={queryNow()} onOpenChange={close} />}
      </Suspense>
    </>
  );
}

function questionOf(search: string, leaveOut: readonly string[]): string {
  const parameters = new URLSearchParams(search);
  for (const name of leaveOut) parameters.delete(name);
  return parameters.toString();
}
