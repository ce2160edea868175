"use client";
import { Avatar } from "@triops/ui/avatar";
import { cn } from "@triops/ui/class-names";
import { Kbd } from "@triops/ui/kbd";
import { Link } from "@triops/ui/link";
import { Menu, MenuItem, MenuRadioGroup, MenuSeparator } from "@triops/ui/menu";
import { Tooltip } from "@triops/ui/tooltip";
import { ChevronsUpDown, PanelLeft, Settings } from "lucide-react";
import { isActive, NAVIGATION, type Place } from "./navigation.ts";
import { paths } from "./paths.ts";

export type FrameWorkspace = { id: string; name: string };

export type RailProps = {
  pathname: string;
  workspace: FrameWorkspace;
  workspaces: readonly FrameWorkspace[];
  onWorkspaceChange: (id: string) => void;
  /** Numbers beside places, by their id: what is open now. */
  counts: Readonly<Record<string, number>>;
  collapsed: boolean;
  onCollapsedChange: (collapsed: boolean) => void;
};

function RailLink({
  place,
  active,
  count,
  collapsed,
}: {
  place: Place;
  active: boolean;
  count: number;
  collapsed: boolean;
}) {
  const Icon = place.icon;
  const link = (
    <Link
      href={place.href}
      aria-current={active ? "page" : undefined}
      aria-label={collapsed ? place.label : undefined}
      className={cn(
        "relative flex h-8 items-center gap-2.5 rounded-control px-2 text-body font-medium transition-colors pointer-coarse:h-11",
        active
          ? "bg-sunken text-ink-1 before:absolute before:inset-y-1.5 before:left-0 before:w-0.5 before:rounded-full before:bg-accent"
          : "text-ink-2 hover:bg-sunken/60 hover:text-ink-1",
        collapsed && "w-8 justify-center px-0",
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      {!collapsed && <span className="min-w-0 flex-1 truncate">{place.label}</span>}
      {count > 0 && (
        <span
          className={cn(
            "text-dense tabular-nums",
            collapsed
              ? "absolute -top-0.5 -right-0.5 rounded-full bg-sunken px-1 text-axis text-ink-1"
              : "text-ink-3",
          )}
        >
          {count > 99 ? "99+" : count}
          <span className="sr-only"> open</span>
        </span>
      )}
    </Link>
  );
  return (
    <li>
      {collapsed ? (
        <Tooltip
          side="right"
          content={
            <span className="flex items-center gap-2">
              {place.label} <Kbd keys={place.keys} />
            </span>
          }
        >
          {link}
        </Tooltip>
      ) : (
        link
      )}
    </li>
  );
}

/** Groups of places; the same in the rail and in the sheet of phones. */
export function RailPlaces({
  pathname,
  counts,
  collapsed = false,
}: Pick<RailProps, "pathname" | "counts"> & { collapsed?: boolean }) {
  return (
    <nav aria-label="Main" className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-2 py-2">
      {NAVIGATION.map((group, index) => (
        <div
          key={group.heading ?? group.places[0]?.id}
          className={cn(index === NAVIGATION.length - 1 && "mt-auto")}
        >
          {group.heading && !collapsed && (
            <p className="px-2 pb-1 text-dense font-medium text-ink-3">{group.heading}</p>
          )}
          {group.heading && collapsed && <div aria-hidden="true" className="mx-1 mb-2 h-px bg-line-subtle" />}
          <ul className="flex flex-col gap-0.5">
            {group.places.map((place) => (
              <RailLink
                key={place.id}
                place={place}
                active={isActive(place, pathname)}
                count={counts[place.id] ?? 0}
                collapsed={collapsed}
              />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

export function WorkspaceMenu({
  workspace,
  workspaces,
  onWorkspaceChange,
  collapsed = false,
}: Pick<RailProps, "workspace" | "workspaces" | "onWorkspaceChange"> & { collapsed?: boolean }) {
  return (
    <Menu
      align="start"
      className="min-w-52"
      trigger={
        <button
          type="button"
          className={cn(
            "flex h-9 min-w-0 items-center gap-2 rounded-control px-1.5 text-left hover:bg-sunken pointer-coarse:h-11",
            collapsed ? "w-8 justify-center px-0" : "flex-1",
          )}
        >
          <Avatar name={workspace.name} id={workspace.id} size="md" className="rounded-control" />
          <span className="sr-only">Workspace{collapsed ? ` ${workspace.name}` : ""}</span>
          {!collapsed && (
            <>
              <span className="min-w-0 flex-1 truncate text-body font-semibold text-ink-1">
                {workspace.name}
              </span>
              <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-ink-3" />
            </>
          )}
        </button>
      }
    >
      <MenuRadioGroup
        label="Workspaces"
        value={workspace.id}
        onValueChange={onWorkspaceChange}
        options={workspaces.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <MenuSeparator />
      <MenuItem href={paths.workspaceSettings()} icon={<Settings aria-hidden="true" />}>
        Workspace settings
      </MenuItem>
    </Menu>
  );
}

export function Rail(props: RailProps) {
  const { collapsed, onCollapsedChange } = props;
  return (
    <div
      className={cn(
        "hidden h-dvh shrink-0 flex-col border-line-subtle border-r bg-raised md:flex",
        collapsed ? "w-12" : "w-rail",
      )}
    >
      <div className={cn("flex h-topbar shrink-0 items-center px-2", collapsed && "justify-center")}>
        <WorkspaceMenu {...props} />
      </div>
      <RailPlaces {...props} />
      <div className="px-2 pb-2">
        <Tooltip
          side="right"
          content={
            <span className="flex items-center gap-2">
              {collapsed ? "Show the menu" : "Hide the menu"} <Kbd keys="mod+b" />
            </span>
          }
        >
          <button
            type="button"
            aria-label={collapsed ? "Show the menu" : "Hide the menu"}
            aria-expanded={!collapsed}
            onClick={() => onCollapsedChange(!collapsed)}
            className="flex size-8 items-center justify-center rounded-control text-ink-3 hover:bg-sunken hover:text-ink-1"
          >
            <PanelLeft aria-hidden="true" className="size-4" />
          </button>
        </Tooltip>
      </div>
    </div>
  );
}
