"use client";
import { Avatar } from "@triops/ui/avatar";
import { Breadcrumbs } from "@triops/ui/breadcrumbs";
import { IconButton } from "@triops/ui/button";
import { Kbd } from "@triops/ui/kbd";
import { Menu, MenuItem, MenuRadioGroup, MenuSeparator } from "@triops/ui/menu";
import { Bell, BookOpen, CircleHelp, LogOut, Search, User } from "lucide-react";
import type { ReactNode } from "react";
import { crumbsOf } from "./navigation.ts";
import { paths } from "./paths.ts";
import { usePreferences } from "./preferences-provider.tsx";
import { useSlots } from "./slots.tsx";

export type FrameUser = { name: string; email: string; role: string };

export type TopBarProps = {
  pathname: string;
  user: FrameUser;
  onSignOut: () => void;
  onOpenSearch: () => void;
  onOpenHelp: () => void;
  /** Number beside the bell; the panel itself is given as `notifications`. */
  unread: number;
  onOpenNotifications: (() => void) | undefined;
  /** Before the breadcrumbs on phones: the button that opens the menu. */
  menuButton: ReactNode;
};

export function TopBar(props: TopBarProps) {
  const { pathname, user, onSignOut, onOpenSearch, onOpenHelp, unread, onOpenNotifications, menuButton } =
    props;
  const { label, setControls } = useSlots();
  return (
    <header className="sticky top-0 z-20 flex h-topbar shrink-0 items-center gap-2 border-line-subtle border-b bg-bg px-gutter">
      {menuButton}
      <Breadcrumbs items={crumbsOf(pathname, label)} className="flex-1" />
      <div ref={setControls} className="flex min-w-0 items-center gap-2" />
      <button
        type="button"
        onClick={onOpenSearch}
        className="hidden h-control w-44 items-center gap-2 rounded-control border border-line px-2 text-body text-ink-3 hover:border-line-control lg:flex"
      >
        <Search aria-hidden="true" className="size-4" />
        <span className="flex-1 text-left">Search</span>
        <Kbd keys="mod+k" />
      </button>
      <IconButton
        label="Search"
        hint={<Kbd keys="mod+k" />}
        icon={<Search aria-hidden="true" />}
        onClick={onOpenSearch}
        className="lg:hidden"
      />
      {onOpenNotifications && (
        <span className="relative">
          <IconButton
            label={unread > 0 ? `Notifications, ${unread} new` : "Notifications"}
            icon={<Bell aria-hidden="true" />}
            onClick={onOpenNotifications}
          />
          {unread > 0 && (
            <span
              aria-hidden="true"
              className="pointer-events-none absolute top-1.5 right-1.5 size-2 rounded-full bg-accent"
            />
          )}
        </span>
      )}
      <UserMenu user={user} onSignOut={onSignOut} onOpenHelp={onOpenHelp} />
    </header>
  );
}

function UserMenu({
  user,
  onSignOut,
  onOpenHelp,
}: {
  user: FrameUser;
  onSignOut: () => void;
  onOpenHelp: () => void;
}) {
  const { preferences, change } = usePreferences();
  return (
    <Menu
      className="min-w-56"
      trigger={
        <button
          type="button"
          className="flex size-8 items-center justify-center rounded-full hover:bg-sunken pointer-coarse:size-10"
        >
          <Avatar name={user.name} id={user.email} />
          <span className="sr-only">Account of {user.name}</span>
        </button>
      }
    >
      <div className="px-2 py-1.5">
        <p className="truncate text-body font-medium text-ink-1">{user.name}</p>
        <p className="truncate text-dense text-ink-3">
          {user.email} · {user.role}
        </p>
      </div>
      <MenuSeparator />
      <MenuRadioGroup
        label="Theme"
        value={preferences.theme}
        onValueChange={(theme) => change({ theme })}
        options={[
          { value: "system", label: "As the system" },
          { value: "light", label: "Light" },
          { value: "dark", label: "Dark" },
        ]}
      />
      <MenuSeparator />
      <MenuRadioGroup
        label="Density"
        value={preferences.density}
        onValueChange={(density) => change({ density })}
        options={[
          { value: "comfortable", label: "Comfortable" },
          { value: "dense", label: "Dense" },
        ]}
      />
      <MenuSeparator />
      <MenuItem href={paths.profile()} icon={<User aria-hidden="true" />}>
        Your profile
      </MenuItem>
      <MenuItem onSelect={onOpenHelp} icon={<CircleHelp aria-hidden="true" />} keys="?">
        Keyboard
      </MenuItem>
      <MenuItem href={paths.apiDocs()} icon={<BookOpen aria-hidden="true" />}>
        API reference
      </MenuItem>
      <MenuSeparator />
      <MenuItem onSelect={onSignOut} icon={<LogOut aria-hidden="true" />}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
