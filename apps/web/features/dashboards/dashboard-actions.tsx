"use client";
import type { Dashboard, DashboardModel } from "@triops/domains/dashboards/schemas";
import { Button, IconButton } from "@triops/ui/button";
import { Menu, MenuItem, MenuSeparator } from "@triops/ui/menu";
import { useShortcut } from "@triops/ui/shortcuts";
import { toast } from "@triops/ui/toast";
import { Copy, Download, Ellipsis, History, Maximize2, Minimize2, Pencil, Star, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRefusal } from "../../data/me.tsx";
import { useChange } from "../../data/mutate.ts";
import { paths } from "../../shell/paths.ts";
import type { DashboardTime } from "./data/use-dashboard-time.ts";
import { downloadModel } from "./download-model.ts";
import type { DashboardPlace } from "./use-place.ts";
import { RefreshSelect } from "./view/refresh-select.tsx";

type ActionsProps = {
  id: string;
  kind: "stored" | "starter" | "new";
  model: DashboardModel;
  stored: Dashboard | null;
  time: DashboardTime;
  place: DashboardPlace;
  onGoing: ((isGoing: boolean) => void) | undefined;
};

const editKey = { keys: "e", label: "Edit", group: "Dashboard" };
const kioskKey = { keys: "f", label: "Full screen", group: "Dashboard" };

export function DashboardActions({ id, kind, model, stored, time, place, onGoing }: ActionsProps) {
  const router = useRouter();
  const mayWrite = useRefusal("dashboards:write");
  const change = useChange<Dashboard>("dashboards");
  const edit = () => place.go({ edit: true, panel: null });
  const toggleKiosk = () => place.go({ kiosk: place.kiosk ? null : true });
  useShortcut(editKey, edit, { enabled: kind === "stored" && mayWrite === undefined });
  useShortcut(kioskKey, toggleKiosk);
  const copy = () =>
    change.mutate({
      ...(stored
        ? { path: `/dashboards/${id}/duplicate` }
        : {
            path: "/dashboards",
            body: { model, origin: "starter", message: `Copied from the built-in "${model.title}"` },
          }),
      done: "Copy made",
      onDone: (made) => router.push(paths.dashboard(made.id)),
    });
  const remove = () => {
    onGoing?.(true);
    const request = {
      method: "DELETE",
      path: `/dashboards/${id}`,
      onDone: () => {
        toast.success(`Deleted "${model.title}"`, {
          undo: () =>
            change.mutate({
              path: `/dashboards/${id}/bring-back`,
              done: "It is back",
              onDone: () => router.push(paths.dashboard(id)),
            }),
        });
        router.push(paths.dashboards());
      },
    } as const;
    change.mutate(request, { onError: () => onGoing?.(false) });
  };
  return (
    <>
      {stored && (
        <IconButton
          label={stored.starred ? "No favourite any more" : "Mark as favourite"}
          aria-pressed={stored.starred}
          icon={
            <Star aria-hidden="true" className={stored.starred ? "fill-current text-accent" : undefined} />
          }
          onClick={() =>
            change.mutate({ path: `/dashboards/${id}/star`, body: { starred: !stored.starred } })
          }
        />
      )}
      <RefreshSelect time={time} />
      {kind === "stored" && !place.kiosk && (
        <Button icon={<Pencil aria-hidden="true" />} disabledReason={mayWrite} onClick={edit}>
          Edit
        </Button>
      )}
      {kind === "starter" && !place.kiosk && (
        <Button
          variant="primary"
          icon={<Copy aria-hidden="true" />}
          disabledReason={mayWrite}
          loading={change.isPending}
          onClick={copy}
        >
          Make a copy
        </Button>
      )}
      {place.kiosk ? (
        <IconButton label="Leave full screen" icon={<Minimize2 aria-hidden="true" />} onClick={toggleKiosk} />
      ) : (
        <Menu trigger={<IconButton label="More" icon={<Ellipsis aria-hidden="true" />} />}>
          <MenuItem icon={<Maximize2 aria-hidden="true" />} keys="f" onSelect={toggleKiosk}>
            Full screen
          </MenuItem>
          {stored && (
            <MenuItem
              icon={<History aria-hidden="true" />}
              onSelect={() => place.go({ versions: true, panel: null })}
            >
              Versions
            </MenuItem>
          )}
          {stored && (
            <MenuItem icon={<Copy aria-hidden="true" />} disabledReason={mayWrite} onSelect={copy}>
              Duplicate
            </MenuItem>
          )}
          <MenuItem icon={<Download aria-hidden="true" />} onSelect={() => downloadModel(model)}>
            Download JSON
          </MenuItem>
          {stored && (
            <>
              <MenuSeparator />
              <MenuItem
                icon={<Trash2 aria-hidden="true" />}
                danger
                disabledReason={mayWrite}
                onSelect={remove}
              >
                Delete
              </MenuItem>
            </>
          )}
        </Menu>
      )}
    </>
  );
}
